import { operations } from '@hearback/contract/loop';
import type { Operation } from '@hearback/contract/operation';
import { conditionsOf, type Permission, permissions, type Role, roles } from '@hearback/domain/charter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { exampleOf, idOf, makeEveryRecord, operationNamed, pathOf, type Records } from './every-record.ts';
import { openHouse, type TestHouse } from './harness.ts';
import { type Cell, type Group, permissionMatrix } from './permission-matrix.ts';

const groupOf = (operation: Operation): Group | undefined =>
  permissionMatrix.find((group) => group.operations.split(/\s+/).includes(operation.id));

describe('the permission matrix', () => {
  const listed = permissionMatrix.flatMap((group) => group.operations.split(/\s+/));

  it('has every operation in exactly one group', () => {
    expect(operations.filter((operation) => !groupOf(operation)).map(({ id }) => id)).toEqual([]);
    expect(listed.filter((id, at) => listed.indexOf(id) !== at)).toEqual([]);
  });

  it('is what the permissions say that operations name', () => {
    const words = {
      always: 'always',
      own_components: 'own',
      own_function: 'function',
      decision_right: 'right',
    } as const;
    for (const operation of operations) {
      if (operation.access === 'public' || operation.access === 'member') continue;
      const said = Object.entries(conditionsOf(operation.access)).map(([role, condition]) => [role, words[condition]]);
      expect([operation.id, Object.fromEntries(said)]).toEqual([operation.id, groupOf(operation)?.may]);
    }
  });
});

let house: TestHouse;
let records: Records;
beforeAll(async () => {
  house = await openHouse();
  records = await makeEveryRecord(house, house.admin);
});
afterAll(() => house.stop());

type Asks = (
  path: string,
  method: string,
  body: unknown,
  version: string,
) => Promise<{ status: number; body: Record<string, unknown> }>;

async function answered(response: Response): Promise<{ status: number; body: Record<string, unknown> }> {
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}

function requestOf(method: string, body: unknown, version: string, more: Record<string, string>): RequestInit {
  const headers = { 'content-type': 'application/json', 'if-match': version, ...more };
  return { method, headers, ...(method === 'GET' || body === undefined ? {} : { body: JSON.stringify(body) }) };
}

function byToken(token: string | null): Asks {
  return async (path, method, body, version) =>
    answered(
      await house.raw(
        `/api/v1${path}`,
        requestOf(method, body, version, token === null ? {} : { authorization: `Bearer ${token}` }),
      ),
    );
}

async function bySession(personId: string): Promise<Asks> {
  const here = 'http://127.0.0.1';
  const browser = openBrowser(house);
  await browser.fetch(await house.hearback.signIn.makeSetupLink(here, house.workspaceId, personId));
  return async (path, method, body, version) =>
    answered(await browser.fetch(`${here}/api/v1${path}`, requestOf(method, body, version, { origin: here })));
}

const nowhere = '01939b7e-7d2a-7cc3-98c4-111111111111';

/** Through the door and no further: a record that is not there, and a body that says nothing. */
function knock(asks: Asks, operation: Operation) {
  return asks(pathOf(operation, records, nowhere), operation.method.toUpperCase(), {}, '"1"');
}

function opensFor(group: Group, role: Role): boolean {
  return group.may.reporter !== undefined || group.may[role] !== undefined;
}

describe('at the door', () => {
  it('nobody comes in without a credential', async () => {
    const open: string[] = [];
    for (const operation of operations.filter(({ access }) => access !== 'public'))
      if ((await knock(byToken(null), operation)).status !== 401) open.push(operation.id);
    expect(open).toEqual([]);
  });

  it.each(roles)('a %s comes in by session and token where the matrix says so, and nowhere else', async (role) => {
    const person = await house.person(`Only ${role}`, [role]);
    const ways = { session: await bySession(person.personId), token: byToken(person.token) };
    for (const [way, asks] of Object.entries(ways))
      for (const operation of operations) {
        const { status, body } = await knock(asks, operation);
        const group = groupOf(operation);
        if (group && opensFor(group, role)) expect([401, 403], `${operation.id} by ${way}`).not.toContain(status);
        else
          expect({ id: operation.id, way, status, body }).toMatchObject({
            status: 403,
            body: { code: 'forbidden', facts: { permission: operation.access } },
          });
      }
  });

  it('a token opens what its scopes name and nothing else, whatever its person may', async () => {
    const scoped = new Map<Permission, Asks>();
    for (const scope of permissions)
      scoped.set(scope, byToken((await house.person(`Only ${scope}`, roles, { scopes: [scope] })).token));
    for (const operation of operations) {
      const { access } = operation;
      if (access === 'public') continue;
      for (const [scope, asks] of scoped) {
        // Every door with its own key, and with one other key: all pairs would say nothing more.
        const isOther = permissions[(permissions.indexOf(scope) + 1) % permissions.length] === access;
        if (scope !== access && !isOther && access !== 'member') continue;
        const { status } = await knock(asks, operation);
        if (scope === access || access === 'member')
          expect([401, 403], `${operation.id} with ${scope}`).not.toContain(status);
        else expect(status, `${operation.id} with ${scope}`).toBe(403);
      }
    }
  });
});

/** Everything that needs more than a role: on which record, for which function, by which right. */
const conditional = operations.toSorted(hidingLast).flatMap((operation) => {
  const group = groupOf(operation);
  const cells = group?.onRecord ?? group?.may ?? {};
  const isPlain = group?.onRecord === undefined && Object.values(cells).every((cell) => cell === 'always');
  return group === undefined || isPlain ? [] : [{ operation, group, cells }];
});

/** Whoever restricts a signal may not see it afterwards. */
function hidingLast(a: Operation, b: Operation): number {
  return Number(a.id === 'restrictSignal') - Number(b.id === 'restrictSignal');
}

async function versionNow(operation: Operation): Promise<string> {
  if (operation.effect !== 'change') return '"1"';
  const record = pathOf(operation, records).split('/').slice(0, 3).join('/');
  const answer = await house.admin.get<{ version?: number }>(record);
  return `"${answer.body.version ?? 1}"`;
}

async function askFor(asks: Asks, operation: Operation) {
  const body = operation.body ? exampleOf(operation, records) : undefined;
  return asks(pathOf(operation, records), operation.method.toUpperCase(), body, await versionNow(operation));
}

/** Says no to whoever they are: a refusal that comes of the record's own state would hide who may. */
const refusesByPerson: ReadonlySet<unknown> = new Set(['forbidden', 'only_the_raiser', 'only_the_approver']);

describe('on a record', () => {
  it.each(roles)('a %s to whom it does not belong is turned away where the matrix has a condition', async (role) => {
    const stranger = byToken((await house.person(`A strange ${role}`, [role], { functions: ['product'] })).token);
    for (const { operation, group, cells } of conditional) {
      if (cells[role] === 'always' || cells.reporter === 'always') continue;
      if (!opensFor(group, role)) continue;
      const { status, body } = await askFor(stranger, operation);
      expect({ id: operation.id, status, refused: refusesByPerson.has(body['code']), body }).toMatchObject({
        status: expect.toSatisfy((one: number) => one === 403 || one === 409),
        refused: true,
      });
    }
  });

  it.each([
    ['maintainer', 'own'],
    ['assessor', 'function'],
    ['approver', 'right'],
  ] as const)('a %s to whom it does belong is not', async (role, condition: Cell) => {
    const belonging = {
      teamIds: [idOf(records, 'team')],
      componentIds: [idOf(records, 'component')],
      functions: ['reliability'],
    };
    const person = await house.person(`The ${role}`, [role], belonging);
    if (role === 'approver') await nameAsDeputy(person.personId);
    for (const { operation, cells } of conditional) {
      if (cells[role] !== condition) continue;
      const { status, body } = await askFor(byToken(person.token), operation);
      expect([401, 403, 404], `${operation.id}: ${JSON.stringify(body)}`).not.toContain(status);
    }
  });
});

/** Every decision right names this person beside whoever it names. */
async function nameAsDeputy(personId: string): Promise<void> {
  const { items } = (await house.admin.get<{ items: { id: string; version: number }[] }>('/decision-rights')).body;
  const change = operationNamed('changeDecisionRight');
  for (const { id, version } of items) {
    const answer = await house.admin.send(
      'PATCH',
      pathOf(change, records, id),
      { deputy_ids: [personId] },
      { version },
    );
    expect(answer.status).toBe(200);
  }
}
