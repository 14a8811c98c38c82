import type { TermDefinition } from './term-definition.ts';

const status = (key: string, definition: string, example: string, name?: string): TermDefinition => {
  const words = key.replaceAll('_', ' ');
  return { key, name: name ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`, definition, example };
};

/**
 * What each state of a record is called, and means. Which states there are the stages' tables say; a word that two kinds of
 * record share means the same for both.
 */
export const defaultStatuses: readonly TermDefinition[] = [
  status('received', 'It is stored, and whoever owns it will look.', 'A signal a minute after it was sent.'),
  status(
    'waiting',
    'Somebody was asked, or it has not begun; nothing moves until then.',
    'The reporter was asked when.',
  ),
  status('attached', 'It is evidence of a problem and shares its fate.', 'The fifth report of the same slow pull.'),
  status('answered', 'There is an answer, and nothing more to do.', 'The setting exists; here is its name.'),
  status('rejected', 'It leads nowhere here, for a reason that is given.', 'It is about another company’s product.'),
  status('closed', 'Nobody replied, so it rests; one click opens it.', 'Twenty days after the question.'),
  status('open', 'Nobody has decided about it yet.', 'A problem that was found this morning.'),
  status('proposed', 'Something that could be done about it is being looked at.', 'Two ways to warm the cache.'),
  status('fixing', 'It was decided to act, and somebody works on it.', 'The runner pool is being doubled.'),
  status('shipped', 'What was decided has reached people.', 'Everybody has the new agent since Monday.'),
  status('helped', 'The people who reported it say that it is better.', 'Four of five said yes.'),
  status('deferred', 'Not now; it says what it waits for.', 'After the move to the new region.'),
  status('declined', 'Decided against, with the reason and what would change that.', 'One team, twice a year.'),
  status('draft', 'Still being written.', 'A proposal without its estimates.'),
  status('accepted', 'It was decided to do it.', 'A proposal with an approver’s yes.'),
  status('withdrawn', 'Whoever brought it took it back.', 'A concern that a test has settled.'),
  status('commenting', 'Everybody may say something before it is decided.', 'Two business days are left.'),
  status('made', 'Somebody who may has decided.', 'Accepted, with two success criteria.'),
  status('superseded', 'A newer one stands in its place.', 'The lesson was written anew.'),
  status('resolved', 'Whoever raised it is content with the answer.', 'The rollback was rehearsed.'),
  status(
    'overridden',
    'The approver decided in spite of it, with the reason on record.',
    'The risk is taken until May.',
  ),
  status('planned', 'It has an owner and is to be done.', 'Next milestone, nobody on it yet.'),
  status('in_progress', 'Somebody is doing it.', 'The branch is open.'),
  status('blocked', 'It cannot go on; it says by what and since when.', 'The vendor has not answered since Friday.'),
  status('completed', 'It is done, and its criteria were checked.', 'All three criteria hold.'),
  status('cancelled', 'It will not be done, and it says why.', 'The tool is being replaced.'),
  status('releasing', 'It is on its way to people.', 'A tenth of the teams have it.'),
  status('released', 'Everybody it is for has it.', 'All teams build with the new image.'),
  status('rolled_back', 'It was taken back from everybody.', 'Error rates doubled at a quarter.'),
  status('abandoned', 'It will never be released.', 'A better change took its place.'),
  status('running', 'It moves from step to step.', 'From five to twenty per cent.'),
  status('held', 'It stays where it is until somebody or the gate moves it.', 'The gate found no data.'),
  status('finished', 'Its last step was taken.', 'A hundred per cent.'),
  status('pending', 'Its window is not over.', 'Eight days are left to measure.'),
  status('met', 'The evidence says that the target was reached.', 'From forty minutes to six.'),
  status('not_met', 'The evidence says that it was not.', 'Waiting is as long as before.'),
  status('cant_tell', 'The evidence could not have shown the effect.', 'Nine builds in two weeks.', 'Can’t tell'),
  status('in_review', 'Others read it before it is published.', 'A retrospective two people look at.'),
  status('published', 'It is for everybody to read.', 'A lesson in the handbook.'),
  status('retired', 'It no longer holds.', 'A lesson about a tool that is gone.'),
];
