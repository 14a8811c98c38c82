// What the world may ask of engage: what I was told, what I follow, how I hear, and the loop's health.
import {
  changeChoices,
  followRecord,
  getChoices,
  getLoopHealth,
  listFollows,
  listNotifications,
  readNotifications,
  unfollowRecord,
} from './operations.ts';

export {
  changeChoices,
  followRecord,
  getChoices,
  getLoopHealth,
  listFollows,
  listNotifications,
  readNotifications,
  unfollowRecord,
};
export { ChangeChoices, Choices, Follow, FollowRecord, LoopHealth, Notification } from './schemas.ts';

export const engageOperations = [
  listNotifications,
  readNotifications,
  listFollows,
  followRecord,
  unfollowRecord,
  getChoices,
  changeChoices,
  getLoopHealth,
] as const;
