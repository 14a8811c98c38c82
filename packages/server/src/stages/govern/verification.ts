import { appendLeaf, emptyFrontier, equalBytes, type Frontier, frontierRoot, leafHash } from '@hearback/domain/govern';
import { entriesById, type Journal } from '../../platform/journal/index.ts';
import { allAudienceIds } from '../charter/index.ts';
import type { HeadLog } from './heads.ts';
import { headBytes, leafBytes, sha256 } from './seal.ts';
import { listCheckpoints, sealedFrom, type CheckpointRow } from './sealed.store.ts';
import type { SigningKey } from './signing-key.ts';

export type Finding = {
  readonly kind:
    'edited' | 'deleted' | 'reordered' | 'truncated' | 'root_differs' | 'signature_wrong' | 'checkpoint_missing';
  readonly position: number | null;
  readonly entry_id: string | null;
  readonly words: string;
};

export type Verification = {
  readonly intact: boolean;
  readonly entries: number;
  readonly checkpoints: number;
  readonly unsealed: number;
  readonly findings: readonly Finding[];
};

const page = 1_000;
const mostFindings = 100;

/**
 * Reads the journal again from the first sealed entry and holds it against what was sealed: each entry's content against its
 * leaf, the leaves against each signed root, and the newest root against the one kept outside the database. What came after
 * the last outside head cannot be proved cut.
 */
export async function verifyJournal(
  options: { journal: Journal; key: SigningKey; heads: HeadLog },
  workspaceId: string,
): Promise<Verification> {
  const { journal, key, heads } = options;
  const viewpoint = { workspaceId, audienceIds: await allAudienceIds(journal, workspaceId) };
  return journal.read(viewpoint, async ({ tables }) => {
    const findings: Finding[] = [];
    const find = (finding: Finding): void => {
      if (findings.length < mostFindings) findings.push(finding);
    };
    const checkpoints = await listCheckpoints(tables);
    const bySize = new Map(checkpoints.map((checkpoint) => [checkpoint.size, checkpoint]));
    let frontier: Frontier = emptyFrontier;
    for (;;) {
      const sealed = await sealedFrom(tables, frontier.size, page);
      if (sealed.length === 0) break;
      const entries = new Map(
        (
          await entriesById(
            tables,
            sealed.map((one) => one.entry_id),
          )
        ).map((entry) => [entry.id, entry]),
      );
      for (const one of sealed) {
        if (one.position !== frontier.size)
          find({
            kind: 'deleted',
            position: frontier.size,
            entry_id: null,
            words: `Position ${frontier.size} is missing from the sealed list.`,
          });
        const entry = entries.get(one.entry_id);
        const at = { position: one.position, entry_id: one.entry_id };
        if (!entry)
          find({ ...at, kind: 'deleted', words: `The entry at position ${one.position} is gone from the journal.` });
        else if (!equalBytes(leafHash(sha256, leafBytes(entry)), one.leaf_hash))
          find({ ...at, kind: 'edited', words: `The entry at position ${one.position} is not what was sealed.` });
        frontier = appendLeaf(sha256, { ...frontier, size: frontier.size }, one.leaf_hash);
        const checkpoint = bySize.get(frontier.size);
        if (checkpoint) checkSigned(checkpoint, workspaceId, frontier, key, find);
      }
    }
    checkEnd(frontier.size, checkpoints, heads.latest(workspaceId), find);
    const counted = await tables
      .selectFrom('platform.journal')
      .select((eb) => eb.fn.countAll<number>().as('entries'))
      .executeTakeFirstOrThrow();
    const entries = Number(counted.entries);
    return {
      intact: findings.length === 0,
      entries,
      checkpoints: checkpoints.length,
      unsealed: Math.max(0, entries - frontier.size),
      findings,
    };
  });
}

function checkSigned(
  checkpoint: CheckpointRow,
  workspaceId: string,
  frontier: Frontier,
  key: SigningKey,
  find: (finding: Finding) => void,
): void {
  const position = checkpoint.size - 1;
  if (!equalBytes(frontierRoot(sha256, frontier), checkpoint.root))
    find({
      kind: 'root_differs',
      position,
      entry_id: null,
      words: `The first ${checkpoint.size} entries do not have the root that was signed.`,
    });
  const head = {
    workspace: workspaceId,
    size: checkpoint.size,
    root: checkpoint.root.toString('hex'),
    sealed_at: checkpoint.sealed_at.toISOString(),
  };
  if (checkpoint.key_id !== key.id || !key.verify(headBytes(head), checkpoint.signature))
    find({
      kind: 'signature_wrong',
      position,
      entry_id: null,
      words: `The checkpoint over ${checkpoint.size} entries was not signed by this installation’s key.`,
    });
}

function checkEnd(
  size: number,
  checkpoints: readonly CheckpointRow[],
  outside: { size: number; root: string } | undefined,
  find: (finding: Finding) => void,
): void {
  const last = checkpoints.at(-1);
  const inside = last?.size ?? 0;
  if (inside !== size)
    find({
      kind: 'checkpoint_missing',
      position: null,
      entry_id: null,
      words: `${size} entries are sealed, but the last checkpoint covers ${inside}.`,
    });
  if (!outside) return;
  if (outside.size > inside)
    find({
      kind: 'truncated',
      position: inside,
      entry_id: null,
      words: `A signed head outside the database covers ${outside.size} entries; only ${inside} are left.`,
    });
  const same = checkpoints.find((checkpoint) => checkpoint.size === outside.size);
  if (same && same.root.toString('hex') !== outside.root)
    find({
      kind: 'root_differs',
      position: outside.size - 1,
      entry_id: null,
      words: 'The newest root differs from the one kept outside the database.',
    });
}
