import type { CharterEntryType } from '../charter/entries.ts';
import type { DeliverEntryType } from '../deliver/entries.ts';
import type { EngageEntryType } from '../engage/entries.ts';
import type { GovernEntryType } from '../govern/entries.ts';
import type { LearnEntryType } from '../learn/entries.ts';
import type { ListenEntryType } from '../listen/entries.ts';
import type { PlanEntryType } from '../plan/entries.ts';
import type { PrioritizeEntryType } from '../prioritize/entries.ts';
import type { TriageEntryType } from '../triage/entries.ts';
import type { VerifyEntryType } from '../verify/entries.ts';

/** Every type of journal entry, `<stage>.<event>`: the union of what the stages say. */
export type EntryType =
  | CharterEntryType
  | ListenEntryType
  | TriageEntryType
  | PrioritizeEntryType
  | PlanEntryType
  | DeliverEntryType
  | VerifyEntryType
  | LearnEntryType
  | EngageEntryType
  | GovernEntryType;
