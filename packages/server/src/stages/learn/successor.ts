import { reference, Refusal } from '@hearback/domain/record';
import { unknownReference } from './references.ts';

type Ended = {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly audience_id: string | null;
};

/**
 * What takes a record's place is published, so that nothing falls out of use unreplaced, and read by everybody who read it.
 * @throws Refusal `own_successor` or `unknown_reference`
 */
export function requireSuccessor(
  kind: 'lesson' | 'retrospective',
  row: Ended,
  byId: string,
  successor: Ended | undefined,
): void {
  if (byId === row.id)
    throw new Refusal('own_successor', `${reference(kind, row.number)} cannot take its own place.`, {
      field: '/by_id',
      remedy: `Name another ${kind}.`,
    });
  if (!successor) throw unknownReference(kind, '/by_id');
  const named = reference(kind, successor.number);
  if (successor.state !== 'published')
    throw new Refusal('unknown_reference', `${named} is “${successor.state}”.`, {
      field: '/by_id',
      remedy: 'Publish it first: what is superseded is found no longer.',
      facts: { state: successor.state },
    });
  if (successor.audience_id !== null && successor.audience_id !== row.audience_id)
    throw new Refusal('unknown_reference', `${named} is restricted to others than those who read this one.`, {
      field: '/by_id',
      remedy: `Name a ${kind} that everybody who reads this one may see.`,
    });
}
