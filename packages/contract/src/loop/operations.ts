import { charterOperations } from '../charter/index.ts';
import { deliverOperations } from '../deliver/index.ts';
import { engageOperations } from '../engage/index.ts';
import { governOperations } from '../govern/index.ts';
import { learnOperations } from '../learn/index.ts';
import { listenOperations } from '../listen/index.ts';
import { loopOperations } from './loop-operations.ts';
import type { Operation } from '../operation/index.ts';
import { planOperations } from '../plan/index.ts';
import { prioritizeOperations } from '../prioritize/index.ts';
import { triageOperations } from '../triage/index.ts';
import { verifyOperations } from '../verify/index.ts';

/** Every operation of the API, in loop order. */
export const operations: readonly Operation[] = [
  ...charterOperations,
  ...listenOperations,
  ...triageOperations,
  ...prioritizeOperations,
  ...planOperations,
  ...deliverOperations,
  ...verifyOperations,
  ...learnOperations,
  ...engageOperations,
  ...governOperations,
  ...loopOperations,
] as unknown as Operation[];
