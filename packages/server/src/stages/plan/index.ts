// Plan keeps who does what by when, and how everybody will know that it is done. It never decides what is worth doing: it
// acts on decisions, and the fix dialog makes one through prioritize in the same write.
import {
  addCriterion,
  addMilestone,
  addTrain,
  changeMilestone,
  changeTrain,
  changeWorkItem,
  checkCriterion,
  confirmWorkItem,
  getWorkItem,
  listMilestones,
  listTrains,
  moveWorkItem,
  openFix,
  openWorkItem,
  readBacklog,
} from '@hearback/contract/plan';
import type { Pool } from 'pg';
import type { Door } from '../../platform/door/index.ts';
import { route } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers } from '../../platform/journal/index.ts';
import { readBacklog as read } from './backlog.view.ts';
import { createDueWork } from './due.ts';
import { createFixes } from './fix.service.ts';
import { createMilestones } from './milestones.service.ts';
import { createWorkItems } from './work-items.service.ts';

export { findWorkItems, type WorkItemBrief } from './work-item-brief.ts';

export function createPlan(options: { pool: Pool; journal: Journal; numbers: ReferenceNumbers }): { door: Door } {
  const { journal } = options;
  const items = createWorkItems(options);
  const fixes = createFixes(options);
  const milestones = createMilestones(journal);
  const door: Door = {
    routes: [
      route(readBacklog, ({ caller, query }) => read(journal, caller, query)),
      route(getWorkItem, ({ caller, params }) => items.get(caller, params.id)),
      route(openWorkItem, ({ caller, body }) => items.open(caller, body), items.get),
      route(changeWorkItem, ({ caller, params, version, body }) => items.change(caller, params.id, version, body)),
      route(moveWorkItem, ({ caller, params, version, body }) => items.move(caller, params.id, version, body)),
      route(confirmWorkItem, ({ caller, params, version }) => items.confirm(caller, params.id, version)),
      route(addCriterion, ({ caller, params, version, body }) => items.addCriterion(caller, params.id, version, body)),
      route(checkCriterion, ({ caller, params, version, body }) => items.check(caller, params.id, version, body)),
      route(openFix, ({ caller, params, body }) => fixes.openFix(caller, params.id, body), fixes.again),
      route(listTrains, ({ caller }) => milestones.listTrains(caller)),
      route(addTrain, ({ caller, body }) => milestones.addTrain(caller, body), milestones.getTrain),
      route(changeTrain, ({ caller, params, version, body }) =>
        milestones.changeTrain(caller, params.id, version, body),
      ),
      route(listMilestones, ({ caller, query }) => milestones.list(caller, query)),
      route(addMilestone, ({ caller, body }) => milestones.add(caller, body), milestones.get),
      route(changeMilestone, ({ caller, params, version, body }) =>
        milestones.change(caller, params.id, version, body),
      ),
    ],
    consumers: [],
    scheduled: [{ name: 'plan.due', at: '7 * * * *', run: createDueWork(options) }],
  };
  return { door };
}
