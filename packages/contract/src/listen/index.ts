// What the world may ask of listen: tell us something, see what was said, comment, bring in files, and account for all of it.
import { addChannel, changeChannel, getConservation, importFeedback, listChannels } from './channel-operations.ts';
import {
  addComment,
  correctSignal,
  getSignal,
  listComments,
  listSignals,
  restrictSignal,
  submitSignal,
} from './operations.ts';

export { addChannel, changeChannel, getConservation, importFeedback, listChannels };
export { addComment, correctSignal, getSignal, listComments, listSignals, restrictSignal, submitSignal };
export {
  AddChannel,
  AddComment,
  ChangeChannel,
  Channel,
  Comment,
  CommentQuery,
  ConservationList,
  CorrectSignal,
  Impact,
  ImportFeedback,
  ImportReport,
  Masked,
  RestrictSignal,
  Signal,
  SignalDetail,
  SignalQuery,
  SignalReceipt,
  SubmitSignal,
} from './schemas.ts';

export const listenOperations = [
  listChannels,
  addChannel,
  changeChannel,
  getConservation,
  submitSignal,
  listSignals,
  getSignal,
  correctSignal,
  restrictSignal,
  addComment,
  listComments,
  importFeedback,
] as const;
