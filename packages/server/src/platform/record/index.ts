// What services of every stage say in the same words.
import { Refusal } from '@hearback/domain/record';

/** There is no such record, or it is not for these eyes: nobody can tell the two apart. */
export function notFound(record: string): Refusal<'not_found'> {
  return new Refusal('not_found', `There is no such ${record} here.`, {
    remedy: 'Check the id; it may be of another workspace, or restricted.',
  });
}
