const dayMs = 86_400_000;

/** When something happens in the story: on a working day, counted back from the last one before today, or minutes ago. */
export type Moment = { readonly day: number; readonly time: string } | { readonly minutesAgo: number };

/** `at(-12, '09:40')`: twelve working days before the last one, by UTC. */
export function at(day: number, time: string): Moment {
  return { day, time };
}

/** Today; at most a few hours, so that it always comes after the last working day's end. */
export function minutesAgo(minutes: number): Moment {
  return { minutesAgo: minutes };
}

/** Turns the story's moments into instants, so that it is the same story whenever somebody starts it. */
export type StoryTime = {
  instantOf(moment: Moment): Date;
  /** The calendar date of a working day, before or after today: `2026-11-19`. */
  dateOf(day: number): string;
};

function isWorkingDay(midnight: number): boolean {
  const weekday = new Date(midnight).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

export function storyTime(now: Date): StoryTime {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  const workingDay = (day: number): number => {
    let midnight = today - dayMs;
    while (!isWorkingDay(midnight)) midnight -= dayMs;
    const step = day < 0 ? -dayMs : dayMs;
    for (let left = Math.abs(day); left > 0;) {
      midnight += step;
      if (isWorkingDay(midnight)) left -= 1;
    }
    return midnight;
  };
  return {
    instantOf: (moment) => {
      if ('minutesAgo' in moment) return new Date(now.getTime() - moment.minutesAgo * 60_000);
      const [hours = '0', minutes = '0'] = moment.time.split(':');
      return new Date(workingDay(moment.day) + (Number(hours) * 60 + Number(minutes)) * 60_000);
    },
    dateOf: (day) => new Date(workingDay(day)).toISOString().slice(0, 10),
  };
}
