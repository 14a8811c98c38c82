// What the world may ask of govern: the journal and its verification, checkpoints, loop reviews.
import {
  changeMinutes,
  getAgenda,
  holdLoopReview,
  listCheckpoints,
  listJournal,
  listLoopReviews,
  verifyJournal,
} from './operations.ts';

export { changeMinutes, getAgenda, holdLoopReview, listCheckpoints, listJournal, listLoopReviews, verifyJournal };
export { Agenda, ChangeMinutes, HoldLoopReview, JournalEntry, LoopReview } from './schemas.ts';

export const governOperations = [
  listJournal,
  verifyJournal,
  listCheckpoints,
  getAgenda,
  holdLoopReview,
  listLoopReviews,
  changeMinutes,
] as const;
