import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** A signed head as it stands outside of the database: one line of JSON each. */
const Head = z.object({
  workspace: z.string(),
  size: z.number().int().positive(),
  root: z.string(),
  sealed_at: z.string(),
  key_id: z.string(),
  signature: z.string(),
});
export type Head = z.infer<typeof Head>;

export type HeadLog = {
  append(head: Head): void;
  /** The largest head of the workspace; undefined when there is none. Lines that are no heads are passed over. */
  latest(workspaceId: string): Head | undefined;
};

/** Heads go to a file beside the database, so that cutting the end off both tables is seen. In memory where there is no folder. */
export function createHeadLog(home: string | undefined): HeadLog {
  const memory: Head[] = [];
  const file = home === undefined ? undefined : path.join(home, 'signing', 'heads.jsonl');
  const all = (): Head[] => {
    if (file === undefined) return memory;
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          return [Head.parse(JSON.parse(line))];
        } catch {
          return [];
        }
      });
  };
  return {
    append: (head) => {
      if (file === undefined) {
        memory.push(head);
        return;
      }
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      appendFileSync(file, `${JSON.stringify(head)}\n`, { mode: 0o600 });
    },
    latest: (workspaceId) =>
      all()
        .filter((head) => head.workspace === workspaceId)
        .reduce<Head | undefined>(
          (best, head) => (best === undefined || head.size > best.size ? head : best),
          undefined,
        ),
  };
}
