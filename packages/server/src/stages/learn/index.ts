// Learn keeps what is known now that was not: retrospectives with their actions, and lessons that are kept current. It never
// says who is to blame, and what it supersedes or retires stays on the threads that used it.
import {
  addAction,
  changeAction,
  changeLesson,
  changeRetrospective,
  confirmLesson,
  draftRetrospective,
  getHandbook,
  getLesson,
  getRetrospective,
  listActions,
  listLessons,
  listRetrospectives,
  publishLesson,
  publishRetrospective,
  retireLesson,
  retireRetrospective,
  reviewLesson,
  reviewRetrospective,
  supersedeLesson,
  supersedeRetrospective,
  writeLesson,
} from '@hearback/contract/learn';
import type { Pool } from 'pg';
import type { Door } from '../../platform/door/index.ts';
import { type Route, route } from '../../platform/http/index.ts';
import type { Journal, ReferenceNumbers } from '../../platform/journal/index.ts';
import { createActions } from './actions.service.ts';
import { calledRetrospectives } from './calling.consumer.ts';
import { readHandbook } from './handbook.view.ts';
import { knownLessons } from './known-lessons.consumer.ts';
import { createLessons } from './lessons.service.ts';
import { createRetrospectives } from './retrospectives.service.ts';

export { findLessons } from './lesson-view.ts';

type Services = { readonly pool: Pool; readonly journal: Journal; readonly numbers: ReferenceNumbers };

function lessonRoutes({ journal, numbers }: Services): Route[] {
  const lessons = createLessons({ journal, numbers });
  return [
    route(listLessons, ({ caller, query }) => lessons.list(caller, query)),
    route(getLesson, ({ caller, params }) => lessons.get(caller, params.id)),
    route(writeLesson, ({ caller, body }) => lessons.write(caller, body), lessons.get),
    route(changeLesson, ({ caller, params, version, body }) => lessons.change(caller, params.id, version, body)),
    route(reviewLesson, ({ caller, params, version }) => lessons.review(caller, params.id, version)),
    route(publishLesson, ({ caller, params, version }) => lessons.publish(caller, params.id, version)),
    route(confirmLesson, ({ caller, params, version }) => lessons.confirm(caller, params.id, version)),
    route(supersedeLesson, ({ caller, params, version, body }) => lessons.supersede(caller, params.id, version, body)),
    route(retireLesson, ({ caller, params, version, body }) => lessons.retire(caller, params.id, version, body.reason)),
    route(getHandbook, ({ caller, params }) => readHandbook(journal, caller, params.id)),
  ];
}

function retrospectiveRoutes({ journal, numbers }: Services): Route[] {
  const retrospectives = createRetrospectives({ journal, numbers });
  const actions = createActions(journal);
  return [
    route(listRetrospectives, ({ caller, query }) => retrospectives.list(caller, query)),
    route(getRetrospective, ({ caller, params }) => retrospectives.get(caller, params.id)),
    route(draftRetrospective, ({ caller, body }) => retrospectives.draft(caller, body), retrospectives.get),
    route(changeRetrospective, ({ caller, params, version, body }) =>
      retrospectives.change(caller, params.id, version, body),
    ),
    route(reviewRetrospective, ({ caller, params, version }) => retrospectives.review(caller, params.id, version)),
    route(publishRetrospective, ({ caller, params, version }) => retrospectives.publish(caller, params.id, version)),
    route(supersedeRetrospective, ({ caller, params, version, body }) =>
      retrospectives.supersede(caller, params.id, version, body),
    ),
    route(retireRetrospective, ({ caller, params, version, body }) =>
      retrospectives.retire(caller, params.id, version, body.reason),
    ),
    route(listActions, ({ caller, query }) => actions.list(caller, query)),
    route(addAction, ({ caller, params, body }) => actions.add(caller, params.id, body), actions.get),
    route(changeAction, ({ caller, params, version, body }) => actions.change(caller, params.id, version, body)),
  ];
}

export function createLearn(services: Services): { readonly door: Door } {
  return {
    door: {
      routes: [...retrospectiveRoutes(services), ...lessonRoutes(services)],
      consumers: [calledRetrospectives(services), knownLessons(services)],
      scheduled: [],
    },
  };
}
