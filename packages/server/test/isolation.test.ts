import { operations } from '@hearback/contract/loop';
import type { Operation } from '@hearback/contract/operation';
import { assessorFunctions, roles } from '@hearback/domain/charter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf, idOf, makeEveryRecord, operationNamed, pathOf, type Records } from './every-record.ts';
import { type Client, openHouse, type TestHouse } from './harness.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

describe('requests of several workspaces at once', () => {
  const words = ['Albatross', 'Bittern', 'Cormorant', 'Dunlin', 'Egret'];
  type Inhabitant = { client: Client; word: string; signalIds: string[] };

  const draw = (seed: number): (() => number) => {
    let state = seed;
    return () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    };
  };

  const tell = async ({ client, word, signalIds }: Inhabitant): Promise<string> => {
    const answer = await client.send<{ signal: { id: string } }>('POST', '/signals', {
      title: `${word} builds wait for a runner`,
    });
    signalIds.push(answer.body.signal.id);
    return JSON.stringify(answer.body);
  };

  const look = async ({ client }: Inhabitant, path: string): Promise<string> => {
    const answer = await client.get(path);
    expect([200, 404], path).toContain(answer.status);
    return JSON.stringify(answer.body);
  };

  it('show each only its own, whoever else is asking on the same connections', async () => {
    const inhabitants: Inhabitant[] = [];
    for (const word of words) inhabitants.push({ client: await house.otherWorkspace(), word, signalIds: [] });
    for (const one of inhabitants) await tell(one);
    const random = draw(20_261_116);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
    const lists = ['/signals', '/inbox', '/home', '/people', '/journal', '/notifications', '/loop-health', '/channels'];
    /** What of another workspace was in the answer. */
    const ask = async (): Promise<string[]> => {
      const asking = pick(inhabitants);
      const other = pick(inhabitants.filter((one) => one !== asking));
      const paths = [pick(lists), `/signals/${pick(other.signalIds)}`, `/threads/signal/${pick(other.signalIds)}`];
      paths.push(`/similar?q=${other.word}`, `/signals?q=${other.word}`, `/signals/${pick(asking.signalIds)}`);
      const path = pick(['tell', ...paths]);
      const text = path === 'tell' ? await tell(asking) : await look(asking, path);
      return inhabitants
        .filter((one) => one !== asking)
        .flatMap(({ word, client, signalIds }) => [word, client.personId, ...signalIds])
        .filter((theirs) => text.includes(theirs))
        .map((theirs) => `${path} showed ${theirs}`);
    };
    for (let round = 0; round < 40; round += 1)
      expect((await Promise.all(Array.from({ length: 15 }, ask))).flat()).toEqual([]);
    await house.hearback.settle();
    expect((await Promise.all(Array.from({ length: 60 }, ask))).flat()).toEqual([]);
  });
});

describe('what is restricted', () => {
  const word = 'Wagtailing';
  let open: Records;
  let hidden: Records;
  /** Whoever may do anything, and is not of the audience. */
  let outsider: Client;
  let before: Map<string, unknown>;

  beforeAll(async () => {
    open = await makeEveryRecord(house, house.admin);
    outsider = await house.person(
      'Olga Outside',
      roles.filter((role) => role !== 'steward'),
      {
        functions: assessorFunctions,
        teamIds: [idOf(open, 'team')],
        componentIds: [idOf(open, 'component')],
      },
    );
    for (const kind of ['signal', 'problem'])
      await outsider.send('POST', '/follows', { record_kind: kind, record_id: idOf(open, kind) });
    before = await seenBy(outsider);
    hidden = await hide(house.admin);
    await house.hearback.settle();
  });

  type Made = Record<string, unknown> & { id: string; version: number };

  /** A whole thread that began with a signal for the stewards only. */
  const hide = async (client: Client): Promise<Records> => {
    const made: Record<string, string> = { ...open };
    const make = async (kind: string, id: string, more: object, path?: string): Promise<Made> => {
      const operation = operationNamed(id);
      const example = exampleOf(operation, made) as object;
      const body = 'title' in example ? { ...example, title: `${word} at ${kind}`, ...more } : { ...example, ...more };
      const answer = await client.send<Made>('POST', path ?? pathOf(operation, made), body);
      expect(answer, id).toMatchObject({ status: operation.status });
      const [first] = (answer.body['items'] ?? []) as Made[];
      const record = (answer.body['signal'] ?? answer.body['work_item'] ?? first ?? answer.body) as Made;
      made[kind] = record.id;
      return { ...answer.body, ...record };
    };
    const about = { component_ids: [open['component']] };
    const text = `${word} waits forty minutes for a runner.`;
    await make('signal', 'submitSignal', { ...about, description: text, audience_id: open['audience'] });
    await make('comment', 'addComment', { body: `${word} it is.` });
    await make('problem', 'openProblem', { ...about, statement: text, signal_ids: [made['signal']] });
    await make('waiting_signal', 'submitSignal', { ...about, audience_id: open['audience'] });
    await make('other_signal', 'submitSignal', { ...about, description: text, audience_id: open['audience'] });
    await make('other_problem', 'openProblem', { ...about, statement: text, signal_ids: [made['other_signal']] });
    const alignments = [{ principle_id: open['principle'], points: 1 }];
    const proposal = await make('proposal', 'draftProposal', { summary: text, alignments });
    await client.send('POST', `/proposals/${proposal.id}/open`, {}, { version: proposal.version });
    await make('assessment', 'giveAssessment', {});
    await make('concern', 'raiseConcern', { text });
    await make('decision', 'draftDecision', { rationale: text });
    const fix = await make('work_item', 'openFix', { what: word, why: text }, `/problems/${made['other_problem']}/fix`);
    made['decided'] = (fix['decision'] as Made).id;
    await make('change', 'openChange', { users_notice: text });
    await make('rollout', 'openRollout', { flag: undefined });
    await make('retrospective', 'draftRetrospective', { title: `${word} at a decision` });
    await make('action', 'addAction', { text });
    await make('lesson', 'writeLesson', {
      text,
      problem_ids: [made['problem']],
      retrospective_id: made['retrospective'],
    });
    await make('outcome', 'openOutcomes', {}, `/decisions/${made['decided']}/outcomes`);
    await make('lesson', 'writeLesson', { text, problem_ids: [made['problem']] });
    const subject = { kind: 'decision', id: made['decided'] };
    await make('retrospective', 'draftRetrospective', { subject });
    await make('action', 'addAction', { text });
    await make('follow', 'followRecord', {});
    return made;
  };

  /** Everything that can be asked without naming what is hidden, words of it included. */
  const seenBy = async (client: Client): Promise<Map<string, unknown>> => {
    const seen = new Map<string, unknown>();
    for (const operation of operations.filter(({ effect }) => effect === 'read')) {
      // How much was sealed is known to all who verify: leaves are hashes.
      if (operation.id === 'verifyJournal' || operation.id === 'listCheckpoints') continue;
      const path = pathOf(operation, open);
      const paths = [path];
      for (const field of ['q', 'text'])
        if (operation.query && field in ((operation.query as { shape?: object }).shape ?? {}))
          paths.push(`${path.split('?')[0]}?${field}=${word}`);
      for (const each of paths) seen.set(`${operation.id} ${each}`, await answerOf(client, operation, each));
    }
    const similar = await client.send('POST', '/similar', {
      title: `${word} at signal`,
      body: `${word} waits forty minutes.`,
    });
    return seen.set('findSimilar by its words', { status: similar.status, body: similar.body });
  };

  const answerOf = async (client: Client, operation: Operation, path: string): Promise<unknown> => {
    const { status, body } =
      operation.method === 'get' ? await client.get(path) : await client.send('POST', path, exampleOf(operation, open));
    return { status, body };
  };

  it('is seen by its audience in its lists, its thread and its search', async () => {
    const seen = await seenBy(house.admin);
    const lists = [
      'listSignals',
      'listProblems',
      'listProposals',
      'listConcerns',
      'listDecisions',
      'readBacklog',
      'listChanges',
      'getInbox',
      'getSimilar',
      'getHome',
      'listOutcomes',
      'listLessons',
      'listRetrospectives',
      'listActions',
    ];
    const found = [...seen]
      .filter(([, answer]) => JSON.stringify(answer).includes(word))
      .map(([asked]) => asked.split(' ')[0]);
    expect(found).toEqual(expect.arrayContaining(lists));
  });

  it('is in no list, count, search, feed or notification of anybody else', async () => {
    for (const [asked, answer] of await seenBy(outsider))
      expect({ asked, answer }).toEqual({ asked, answer: before.get(asked) });
  });

  it('is, to anybody else who names it, what is not there', async () => {
    const kinds = Object.keys(hidden).filter((kind) => hidden[kind] !== open[kind]);
    const ids = kinds.map((kind) => idOf(hidden, kind));
    const unknown = Object.fromEntries(
      Object.entries(open).map(([kind, id]) => [
        kind,
        kinds.includes(kind) ? '01939b7e-7d2a-7cc3-98c4-111111111111' : id,
      ]),
    );
    const said = async (operation: Operation, records: Records) => {
      const headers: Record<string, string> = {
        authorization: `Bearer ${outsider.token}`,
        'content-type': 'application/json',
        'if-match': '"1"',
      };
      const body = operation.body ? JSON.stringify(exampleOf(operation, records)) : undefined;
      const method = operation.method.toUpperCase();
      const response = await house.raw(`/api/v1${pathOf(operation, records)}`, {
        method,
        headers,
        ...(body === undefined || method === 'GET' ? {} : { body }),
      });
      const text = (await response.text()).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'an id');
      return { id: operation.id, status: response.status, text };
    };
    let named = 0;
    for (const operation of operations) {
      const sent = pathOf(operation, hidden) + JSON.stringify(exampleOf(operation, hidden) ?? '');
      if (!ids.some((id) => sent.includes(id))) continue;
      named += 1;
      const answer = await said(operation, hidden);
      expect(answer).toEqual(await said(operation, unknown));
      expect(answer.status, operation.id).toBeGreaterThanOrEqual(
        operation.id.startsWith('list') || operation.id === 'unfollowRecord' ? 200 : 400,
      );
    }
    expect(named).toBeGreaterThan(50);
  });
});
