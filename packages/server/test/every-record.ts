import { operations } from '@hearback/contract/loop';
import type { Operation } from '@hearback/contract/operation';
import { assessorFunctions, roles } from '@hearback/domain/charter';
import type { Client, TestHouse } from './harness.ts';

/** The id that examples of the contract stand in with. */
const standIn = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';

/** One record of every kind in one workspace: kind to id. */
export type Records = Readonly<Record<string, string>>;

/** What a path's record is, where its name does not say it; spare ones where changing them would change what people may. */
const kindOfCollection: Readonly<Record<string, string>> = {
  audiences: 'spare_audience',
  components: 'spare_component',
  people: 'spare_person',
  teams: 'spare_team',
  threads: 'signal',
};

export function kindOfPath(path: string): string {
  const collection = path.split('/')[1] ?? '';
  return kindOfCollection[collection] ?? collection.replaceAll('-', '_').replace(/s$/, '');
}

/** What a field of a body points to. Left out: what its name says, `problem_ids` is problems. */
const kindOfField: Readonly<Record<string, string>> = {
  approver_id: 'person',
  assignee_id: 'person',
  escalates_to_id: 'person',
  responsible_id: 'person',
  owner_team_id: 'team',
  into_id: 'other_problem',
  'checkCriterion criterion_id': 'acceptance_criterion',
  'openWorkItem decision_id': 'decided',
  'openChange work_item_ids': 'work_item',
  'supersedeLesson by_id': 'other_lesson',
  'supersedeRetrospective by_id': 'other_retrospective',
};

function kindNamed(operation: Operation, field: string, beside: Readonly<Record<string, unknown>>): string {
  if (field === 'record_id') return String(beside['record_kind']);
  if (field === 'id') return String(beside['kind']);
  return kindOfField[`${operation.id} ${field}`] ?? kindOfField[field] ?? field.replace(/_ids?$/, '');
}

/** The record, or an id that nothing has: not every record can be made in every house. */
export function idOf(records: Records, kind: string): string {
  return records[kind] ?? '01939b7e-7d2a-7cc3-98c4-0000deadbeef';
}

/** An operation's example with the ids of this workspace in it. */
export function exampleOf(operation: Operation, records: Records): unknown {
  const filled = (value: unknown, field: string, beside: Readonly<Record<string, unknown>>): unknown => {
    if (value === standIn) return idOf(records, kindNamed(operation, field, beside));
    if (Array.isArray(value)) return value.map((item) => filled(item, field, beside));
    if (typeof value !== 'object' || value === null) return value;
    const here = value as Record<string, unknown>;
    return Object.fromEntries(Object.entries(here).map(([key, inner]) => [key, filled(inner, key, here)]));
  };
  return filled(operation.example, '', {});
}

/** What reads need to be well formed. */
const queries: Readonly<Record<string, (records: Records) => string>> = {
  getSimilar: () => '?q=runner',
  listComments: (records) => `?record_kind=signal&record_id=${idOf(records, 'signal')}`,
  compareInRanking: (records) => `?above=${idOf(records, 'proposal')}&below=${idOf(records, 'other_proposal')}`,
  listMeasurements: (records) => `?criterion_id=${idOf(records, 'criterion')}`,
};

/** Where the record of the path has to be in another state than the usual one of its kind. */
const kindOfOperation: Readonly<Record<string, string>> = { withdrawConcern: 'open_concern' };

/** Where an operation is asked in this workspace, query included. */
export function pathOf(operation: Operation, records: Records, id?: string): string {
  const kind = kindOfPath(operation.path);
  const record = id ?? idOf(records, kindOfOperation[operation.id] ?? kind);
  const path = operation.path.replace('{kind}', kind).replace('{id}', record);
  return path + (queries[operation.id]?.(records) ?? '');
}

export function operationNamed(id: string): Operation {
  const found = operations.find((operation) => operation.id === id);
  if (!found) throw new Error(`There is no operation ${id}.`);
  return found;
}

type Made = Record<string, unknown> & { id: string; version: number };

/** Makes the first admin of a workspace everything that a person can be, so that only the input can be at fault. */
async function makeEverything(client: Client): Promise<void> {
  const me = `/people/${client.personId}`;
  const { version } = (await client.get<Made>(me)).body;
  const answer = await client.send('PATCH', me, { roles, functions: assessorFunctions }, { version });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

type Make = (kind: string, id: string, more?: object, at?: string) => Promise<Made>;
type Act = (id: string, made: Made, more?: object) => Promise<Made>;

const criterion = {
  metric: 'median wait for a runner',
  unit: 'minutes',
  baseline: 14,
  direction: 'down',
  target: 6,
  smallest_effect: 3,
  window_days: 14,
  source: 'runs of build',
};

/** A fix with a number to reach, which was released elsewhere. */
async function verify(client: Client, records: Record<string, string>, make: Make, act: Act): Promise<void> {
  const about = { component_ids: [records['component']] };
  const told = await make('shipped_signal', 'submitSignal', about);
  const problem = await make('shipped_problem', 'openProblem', { ...about, signal_ids: [told.id] });
  const fix = { kind: 'fix', problem_ids: [problem.id], likely_person_days: 1, success_criteria: [criterion] };
  const draft = await make('shipped_decision', 'draftDecision', { ...fix, what_would_change: undefined });
  const made = await act('makeDecision', draft);
  records['criterion'] = (made['success_criteria'] as Made[])[0]?.id ?? '';
  const opened = await client.send<{ items: Made[] }>('POST', `/decisions/${draft.id}/outcomes`, {
    reason: 'By hand.',
  });
  records['outcome'] = opened.body.items[0]?.id ?? '';
  const asked = await client.get<{ items: Made[] }>('/help-questions?mine=true');
  records['help_question'] = asked.body.items[0]?.id ?? '';
}

/**
 * One record of every kind, by each operation's own example, in the workspace of `client`, who becomes everything that a
 * person can be. `titles` is put before every title, so that the records can be found again in any answer.
 */
export async function makeEveryRecord(house: TestHouse, client: Client, titles = ''): Promise<Records> {
  await makeEverything(client);
  const records: Record<string, string> = { person: client.personId };

  const make = async (kind: string, id: string, more: object = {}, at?: string): Promise<Made> => {
    const operation = operationNamed(id);
    const example = exampleOf(operation, records) as Record<string, unknown>;
    const title = typeof example['title'] === 'string' ? { title: `${titles}${example['title']}` } : {};
    const answer = await client.send<Made>('POST', at ?? pathOf(operation, records), { ...example, ...title, ...more });
    if (answer.status !== operation.status) throw new Error(`${id}: ${answer.status} ${JSON.stringify(answer.body)}`);
    // A receipt holds what was made rather than being it.
    const [first] = (answer.body['items'] ?? []) as Made[];
    const body = (answer.body['signal'] ?? answer.body['work_item'] ?? first ?? answer.body) as Made;
    records[kind] = body.id;
    return { ...answer.body, id: body.id };
  };
  const act = async (id: string, made: Made, more: object = {}): Promise<Made> => {
    const operation = operationNamed(id);
    const body = operation.body ? { ...(exampleOf(operation, records) as object), ...more } : undefined;
    const method = operation.method.toUpperCase() as 'POST' | 'PATCH';
    const answer = await client.send<Made>(method, pathOf(operation, records, made.id), body, {
      version: made.version,
    });
    if (answer.status !== 200) throw new Error(`${id}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  await make('charter', 'publishCharter');
  await make('core_question', 'addCoreQuestion');
  await make('spare_person', 'addPerson');
  await make('spare_team', 'addTeam', { key: 'spare' });
  await act('changeTeam', await make('team', 'addTeam'), { members: [{ person_id: client.personId, part: 'lead' }] });
  const owned = { owner_team_id: records['team'], maintainer_ids: [client.personId] };
  await make('component', 'addComponent', owned);
  await make('spare_component', 'addComponent', { key: 'build/spare' });
  await make('term', 'addTerm');
  await make('decision_right', 'addDecisionRight');
  await make('audience', 'addAudience');
  await make('spare_audience', 'addAudience', { name: 'Spare' });
  await make('channel', 'addChannel');
  await make('token', 'makeToken');
  await make('routing_rule', 'addRoutingRule');

  const about = { component_ids: [records['component']] };
  const words = 'Every build waits forty minutes for a runner, every morning.';
  await make('said', 'submitSignal', { ...about, description: words });
  await make('signal', 'submitSignal', about);
  await make('attached_signal', 'submitSignal', about);
  await make('comment', 'addComment');
  const attached = { ...about, signal_ids: [records['attached_signal']] };
  await make('problem', 'openProblem', attached);
  await make('other_problem', 'openProblem', about);

  const proposal = await make('other_proposal', 'draftProposal');
  await act('openProposal', { ...proposal, ...(await make('proposal', 'draftProposal')) });
  await make('assessment', 'giveAssessment');
  await make('open_concern', 'raiseConcern');
  await act('answerConcern', await make('concern', 'raiseConcern'));
  await make('framework', 'publishFramework');
  await make('decision', 'draftDecision');
  const decide = { ...about, signal_ids: [records['said']] };
  const decidedProblem = await make('decided_problem', 'openProblem', decide);
  const fix = await make('fix', 'openFix', {}, `/problems/${decidedProblem.id}/fix`);
  records['decided'] = (fix['decision'] as Made).id;

  await make('train', 'addTrain');
  await make('milestone', 'addMilestone');
  const quote = { signal_id: records['said'], words: 'waits forty minutes for a runner' };
  const work = exampleOf(operationNamed('openWorkItem'), records) as { criteria: { quote: object }[] };
  const criteria = work.criteria.map((criterion) => ({ ...criterion, quote }));
  const item = await make('work_item', 'openWorkItem', { criteria });
  records['acceptance_criterion'] = (item['criteria'] as Made[])[0]?.id ?? '';
  await make('principle', 'addPrinciple');
  await make('flag', 'addFlag');
  await make('change', 'openChange');
  await make('rollout', 'openRollout');
  await make('release_hook', 'makeReleaseHook');
  await verify(client, records, make, act);
  await make('retrospective', 'draftRetrospective', { subject: { kind: 'decision', id: records['shipped_decision'] } });
  await make('other_retrospective', 'draftRetrospective');
  await make('action', 'addAction');
  await make('other_lesson', 'writeLesson');
  await make('lesson', 'writeLesson');
  await make('other_retrospective', 'draftRetrospective');
  await make('retrospective', 'draftRetrospective');
  await make('action', 'addAction');
  await make('other_lesson', 'writeLesson');
  await make('lesson', 'writeLesson', about);
  await make('outcome', 'openOutcomes', {}, `/decisions/${records['decided']}/outcomes`);
  const outcome = await client.get<{ criterion: Made }>(`/outcomes/${records['outcome']}`);
  records['criterion'] = outcome.body.criterion.id;
  const asked = await client.get<{ items: Made[] }>('/help-questions?mine=true');
  records['help_question'] = asked.body.items[0]?.id ?? '';
  for (const kind of ['lesson', 'other_lesson']) await make(kind, 'writeLesson', about);
  const subject = { kind: 'decision', id: records['decided'] };
  for (const kind of ['retrospective', 'other_retrospective']) await make(kind, 'draftRetrospective', { subject });
  await make('action', 'addAction');
  await make('follow', 'followRecord');
  await make('loop_review', 'holdLoopReview');
  await house.hearback.settle();
  return records;
}
