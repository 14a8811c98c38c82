import type { BusinessCalendar } from '@hearback/domain/charter';

/** A checked calendar as a team's columns, days in order and each once. */
export function calendarColumns(calendar: BusinessCalendar) {
  return {
    zone: calendar.zone,
    working_days: [...new Set(calendar.workingDays)].toSorted((a, b) => a - b),
    opens_at: calendar.opensAt,
    closes_at: calendar.closesAt,
    holidays: [...calendar.holidays],
  };
}
