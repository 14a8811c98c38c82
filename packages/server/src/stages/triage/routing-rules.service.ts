import type { AddRoutingRule, ChangeRoutingRule, RoutingRule } from '@hearback/contract/triage';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { assertVersion } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { requireTeam, requireTerm } from '../charter/index.ts';
import { teamNames } from './calendars.ts';
import { ruleRows, type RuleRow } from './routing.ts';

type Out = z.input<typeof RoutingRule>;

async function rulesOut(tables: WorkspaceTables, rows: readonly RuleRow[]): Promise<Out[]> {
  const teams = await teamNames(
    tables,
    rows.map((row) => row.team_id),
  );
  return rows.map((row) => ({
    id: row.id,
    position: row.position,
    when: { kind: row.kind, layer: row.layer_key, term: row.term },
    team: { id: row.team_id, name: teams.get(row.team_id) ?? '' },
    retired_at: row.retired_at?.toISOString() ?? null,
    version: row.version,
  }));
}

async function checkRule(
  tables: WorkspaceTables,
  rule: { kind?: string | null | undefined; layer?: string | null | undefined; team_id?: string | undefined },
): Promise<void> {
  if (rule.kind) await requireTerm(tables, 'kind', rule.kind);
  if (rule.layer) await requireTerm(tables, 'layer', rule.layer);
  if (rule.team_id) await requireTeam(tables, rule.team_id, '/team_id');
}

export function createRoutingRules(journal: Journal) {
  const list = (caller: Caller, filter: { retired: boolean }) =>
    journal.read(caller.viewpoint, async ({ tables }) => ({
      items: await rulesOut(tables, await ruleRows(tables, filter.retired)),
    }));

  const readOne = async (tables: WorkspaceTables, id: string): Promise<Out> => {
    const row = await tables.selectFrom('triage.routing_rules').selectAll().where('id', '=', id).executeTakeFirst();
    const [out] = row ? await rulesOut(tables, [row]) : [];
    if (!out) throw notFound('routing rule');
    return out;
  };

  const get = (caller: Caller, id: string): Promise<Out> =>
    journal.read(caller.viewpoint, ({ tables }) => readOne(tables, id));

  const add = (caller: Caller, input: z.infer<typeof AddRoutingRule>): Promise<Out> =>
    journal.write(caller, async ({ tables, newId, record }) => {
      caller.require('charter.steward');
      await checkRule(tables, input);
      const id = newId();
      await tables
        .insertInto('triage.routing_rules')
        .values({
          id,
          position: input.position,
          kind: input.kind ?? null,
          layer_key: input.layer ?? null,
          term: input.term ?? null,
          team_id: input.team_id,
        })
        .execute();
      record({
        type: 'triage.routing_rule_added',
        subject: { kind: 'routing_rule', id },
        data: { position: input.position },
      });
      return readOne(tables, id);
    });

  const change = (
    caller: Caller,
    id: string,
    version: number,
    input: z.infer<typeof ChangeRoutingRule>,
  ): Promise<Out> =>
    journal.write(caller, async ({ tables, now, record }) => {
      caller.require('charter.steward');
      const row = await tables
        .selectFrom('triage.routing_rules')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw notFound('routing rule');
      assertVersion(row.version, version);
      await checkRule(tables, input);
      await tables
        .updateTable('triage.routing_rules')
        .set({
          position: input.position ?? row.position,
          kind: input.kind === undefined ? row.kind : input.kind,
          layer_key: input.layer === undefined ? row.layer_key : input.layer,
          term: input.term === undefined ? row.term : input.term,
          team_id: input.team_id ?? row.team_id,
          retired_at: input.retired === undefined ? row.retired_at : input.retired ? (row.retired_at ?? now) : null,
          version: row.version + 1,
        })
        .where('id', '=', id)
        .execute();
      record({
        type: 'triage.routing_rule_changed',
        subject: { kind: 'routing_rule', id },
        data: { fields: Object.keys(input) },
      });
      return readOne(tables, id);
    });

  return { list, get, add, change };
}
