import { defaultClocks } from '@hearback/domain/charter';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, openHouse, type TestHouse } from '../../../test/harness.ts';

let house: TestHouse;
let admin: Client;
let head: Client;
beforeAll(async () => {
  house = await openHouse();
  admin = house.admin;
  head = await house.person('Head of networking', ['approver']);
});
afterAll(() => house.stop());

const rightFor = (fields: Record<string, unknown> = {}) => ({
  kinds: ['accept', 'decline'],
  scope: { kind: 'layers', layers: ['networking'] },
  approver_role: 'Head of networking',
  approver_id: head.personId,
  escalates_to_id: admin.personId,
  ...fields,
});

describe('a decision right', () => {
  test('never names a second approver at the same width', async () => {
    const added = await admin.send<{ id: string }>('POST', '/decision-rights', rightFor());
    expect(added.status).toBe(201);
    const wider = rightFor({
      scope: { kind: 'layers', layers: ['storage', 'networking'] },
      kinds: ['decline', 'defer'],
    });
    const refused = await admin.send('POST', '/decision-rights', wider);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'approver_ambiguous', facts: { decision_right_ids: [added.body.id] } },
    });
    const whole = await admin.send('POST', '/decision-rights', rightFor({ scope: { kind: 'workspace' } }));
    expect(whole.body).toMatchObject({ code: 'approver_ambiguous' });
    const otherKind = await admin.send<{ id: string }>('POST', '/decision-rights', rightFor({ kinds: ['defer'] }));
    expect(otherKind.status).toBe(201);
    const grown = await admin.send(
      'PATCH',
      `/decision-rights/${otherKind.body.id}`,
      { kinds: ['defer', 'accept'] },
      { version: 1 },
    );
    expect(grown.body).toMatchObject({ code: 'approver_ambiguous' });

    expect(
      (await admin.send('PATCH', `/decision-rights/${added.body.id}`, { retired: true }, { version: 1 })).status,
    ).toBe(200);
    expect(
      (
        await admin.send(
          'PATCH',
          `/decision-rights/${otherKind.body.id}`,
          { kinds: ['defer', 'accept'] },
          { version: 1 },
        )
      ).status,
    ).toBe(200);
    const back = await admin.send('PATCH', `/decision-rights/${added.body.id}`, { retired: false }, { version: 2 });
    expect(back.body).toMatchObject({ code: 'approver_ambiguous' });
  });

  test('asked for twice at the same moment is given once', async () => {
    const right = rightFor({ scope: { kind: 'layers', layers: ['observability'] } });
    const both = await Promise.all([
      admin.send('POST', '/decision-rights', right),
      admin.send('POST', '/decision-rights', right),
    ]);
    expect(both.map((answer) => answer.status).toSorted()).toEqual([201, 409]);
  });

  test('names approvers who hold the role, and layers, components and people who are here', async () => {
    const reporter = await house.person('Nobody special', ['reporter']);
    const scope = { kind: 'layers', layers: ['storage'] };
    const stranger = '01939b7e-7d2a-7cc3-98c4-5ad3e6a4f2b1';
    const cases = [
      [{ approver_id: reporter.personId }, 'not_an_approver', '/approver_id'],
      [{ deputy_ids: [reporter.personId] }, 'not_an_approver', '/deputy_ids'],
      [{ approver_id: stranger }, 'unknown_reference', '/approver_id'],
      [{ escalates_to_id: stranger }, 'unknown_reference', '/escalates_to_id'],
      [{ consulted_ids: [stranger] }, 'unknown_reference', '/consulted_ids'],
      [{ scope: { kind: 'layers', layers: ['moon'] } }, 'unknown_reference', '/scope/layers'],
      [{ scope: { kind: 'components', component_ids: [stranger] } }, 'unknown_reference', '/scope/component_ids'],
    ] as const;
    for (const [fields, code, field] of cases) {
      const refused = await admin.send('POST', '/decision-rights', rightFor({ scope, ...fields }));
      expect(refused.body, field).toMatchObject({ code, errors: [{ field }] });
    }
    const stewards = (await admin.get<{ stewards_team_id: string }>('/workspace')).body.stewards_team_id;
    const good = rightFor({ scope, deputy_ids: [admin.personId], consulted_ids: [stewards, reporter.personId] });
    expect((await admin.send('POST', '/decision-rights', good)).status).toBe(201);
  });

  test('is a steward’s to give, and what nobody decides for the whole workspace is said', async () => {
    expect((await head.send('POST', '/decision-rights', rightFor())).status).toBe(403);
    const { body } = await head.get<{ items: { id: string; scope: { kind: string }; version: number }[] }>(
      '/decision-rights',
    );
    const whole = body.items.find((right) => right.scope.kind === 'workspace');
    await admin.send('PATCH', `/decision-rights/${whole?.id}`, { kinds: ['answer', 'fix'] }, { version: 1 });
    const after = await head.get('/decision-rights');
    expect(after.body['kinds_without_fallback']).toEqual(['accept', 'defer', 'decline']);
  });
});

describe('the clocks policy', () => {
  test('is changed by a steward who saw the present one, and counts from its day', async () => {
    const { body, etag } = await head.get('/clocks-policy');
    expect(body).toMatchObject({ clocks: defaultClocks, enforced: false });
    expect(etag).toBe('"1"');
    const clocks = { ...defaultClocks, minor: { ...defaultClocks.minor, acknowledge: { amount: 4, unit: 'hours' } } };
    const policy = { clocks, enforced_from: '2026-11-01T00:00:00.000Z' };
    expect((await head.send('PUT', '/clocks-policy', policy, { version: 1 })).status).toBe(403);
    expect((await admin.send('PUT', '/clocks-policy', policy)).body).toMatchObject({ code: 'version_required' });
    const put = await admin.send('PUT', '/clocks-policy', policy, { version: 1 });
    expect(put.body).toMatchObject({ enforced: true, version: 2, clocks: { minor: { acknowledge: { amount: 4 } } } });
    expect((await admin.send('PUT', '/clocks-policy', policy, { version: 1 })).body).toMatchObject({
      code: 'stale_version',
    });
  });

  test('gives no later step less time than an earlier one, and leaves no severity out', async () => {
    const upside = { ...defaultClocks.minor, decide: { amount: 1, unit: 'hours' } };
    const enforced_from = '2027-01-01T00:00:00.000Z';
    const wrong = await admin.send(
      'PUT',
      '/clocks-policy',
      { clocks: { ...defaultClocks, minor: upside }, enforced_from },
      { version: 2 },
    );
    expect(wrong.body).toMatchObject({ code: 'invalid_input', errors: [{ field: '/clocks/minor' }] });
    const { trivial: _, ...rest } = defaultClocks;
    const missing = await admin.send('PUT', '/clocks-policy', { clocks: rest, enforced_from }, { version: 2 });
    expect(missing.body).toMatchObject({ code: 'invalid_input', errors: [{ field: '/clocks/trivial' }] });
  });
});
