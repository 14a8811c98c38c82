import type { Framework, PublishFramework } from '@hearback/contract/prioritize';
import { type Formula, formulas, termsOfFormula, withWeights } from '@hearback/domain/prioritize';
import { Refusal } from '@hearback/domain/record';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Journal, Writing } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import {
  findFrameworkRow,
  formulaOf,
  type FrameworkRow,
  insertFramework,
  listFrameworkRows,
} from './frameworks.store.ts';

type FrameworkOut = z.input<typeof Framework>;

/** The frameworks of a new workspace: weighted criteria, RICE, WSJF, ICE. */
export async function seedFrameworks({ tables, now, newId, record }: Writing): Promise<void> {
  for (const formula of formulas) {
    const row = await insertFramework(tables, { id: newId(), formula, published_at: now, published_by: null });
    recordPublished(record, row);
  }
}

function recordPublished(record: Writing['record'], row: FrameworkRow): void {
  record({
    type: 'prioritize.framework_published',
    subject: { kind: 'framework', id: row.id },
    data: { key: row.key, formula_version: row.formula_version },
  });
}

/** The newest version of a framework. @throws Refusal `unknown_reference` */
export async function requireFormula(tables: WorkspaceTables, key: string): Promise<Formula> {
  const row = await findFrameworkRow(tables, key);
  if (row) return formulaOf(row);
  throw new Refusal('unknown_reference', `There is no framework “${key}” here.`, {
    field: '/framework',
    remedy: 'Choose one of GET /frameworks.',
  });
}

/** The newest version of every framework. */
export async function allFormulas(tables: WorkspaceTables): Promise<Formula[]> {
  return newest(await listFrameworkRows(tables)).map(formulaOf);
}

function newest(rows: readonly FrameworkRow[]): FrameworkRow[] {
  return rows.filter((row, index) => rows[index - 1]?.key !== row.key);
}

function frameworkOf(row: FrameworkRow): FrameworkOut {
  const formula = formulaOf(row);
  return {
    id: row.id,
    key: row.key,
    formula_version: row.formula_version,
    label: formula.label,
    kind: formula.kind,
    inputs: formula.inputs.map(({ name, label, unit }) => ({ name, label, unit })),
    criteria:
      formula.kind === 'weighted'
        ? formula.criteria.map(({ zeroAt, tenAt, inputs, ...rest }) => ({
            ...rest,
            inputs: [...inputs],
            zero_at: zeroAt,
            ten_at: tenAt,
          }))
        : [],
    factors:
      formula.kind === 'product'
        ? formula.factors.map(({ name, label, sumOf, place }) => ({ name, label, sum_of: [...sumOf], place }))
        : [],
    published_at: row.published_at.toISOString(),
  };
}

export function createFrameworks(journal: Journal) {
  const list = (caller: Caller, ask: { all_versions: boolean }) =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const rows = await listFrameworkRows(tables);
      return { items: (ask.all_versions ? rows : newest(rows)).map(frameworkOf) };
    });

  const publish = (caller: Caller, input: z.output<typeof PublishFramework>): Promise<FrameworkOut> =>
    journal.write(caller, async ({ tables, now, newId, record }) => {
      caller.require('charter.steward');
      const before = await findFrameworkRow(tables, input.key);
      if (before && formulaOf(before).kind !== 'weighted')
        throw new Refusal('invalid_formula', `“${input.key}” is a product and has no weights.`, {
          field: '/key',
          remedy: 'Choose another key for weighted criteria of your own.',
        });
      const formula = withWeights(input.key, input.label, (before?.formula_version ?? 0) + 1, input.weights);
      termsOfFormula(formula);
      const row = await insertFramework(tables, {
        id: newId(),
        formula,
        published_at: now,
        published_by: caller.personId,
      });
      recordPublished(record, row);
      return frameworkOf(row);
    });

  const get = (caller: Caller, id: string): Promise<FrameworkOut> =>
    journal.read(caller.viewpoint, async ({ tables }) => {
      const row = (await listFrameworkRows(tables)).find((one) => one.id === id);
      if (!row) throw notFound('framework');
      return frameworkOf(row);
    });

  return { list, publish, get };
}
