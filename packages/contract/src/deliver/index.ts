// What the world may ask of deliver: changes and their readiness, rollouts moved by hand, flags, and what was released
// elsewhere. Evaluating flags (OFREP) and hooks coming in speak protocols of their own and are not in this document.
import { changeOperations } from './change-operations.ts';
import { flagOperations } from './flag-operations.ts';
import { rolloutOperations } from './rollout-operations.ts';

export {
  editChange,
  getChange,
  giveNotice,
  listChanges,
  moveChange,
  openChange,
  rehearseRollback,
  releasedElsewhere,
  waiveNotice,
} from './change-operations.ts';
export {
  addFlag,
  changeFlag,
  endReleaseHook,
  getFlag,
  listFlags,
  listReleaseHooks,
  makeFlagToken,
  makeReleaseHook,
} from './flag-operations.ts';
export {
  AddFlag,
  ChangeFlag,
  Flag,
  MadeFlagToken,
  MadeReleaseHook,
  MakeFlagToken,
  MakeReleaseHook,
  ReleaseHook,
} from './flag-schemas.ts';
export { getRollout, moveRollout, openRollout } from './rollout-operations.ts';
export {
  Change,
  ChangeDetail,
  ChangeQuery,
  EditChange,
  GiveNotice,
  MoveChange,
  MoveRollout,
  OpenChange,
  OpenRollout,
  RehearseRollback,
  ReleasedElsewhere,
  Rollout,
  WaiveNotice,
} from './schemas.ts';

export const deliverOperations = [...changeOperations, ...rolloutOperations, ...flagOperations] as const;
