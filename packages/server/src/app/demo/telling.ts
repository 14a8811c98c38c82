// The machinery that tells the story: it speaks to Hearback as its people do, over its own routes and with their tokens, so
// that every rule holds for the sample workspace too. It moves the clock, and lets what runs by the clock run at its time.
import { tokenScopes } from '@hearback/domain/charter';
import type { MovableClock } from '../../platform/clock/index.ts';
import type { Hearback } from '../hearback.ts';
import type { Moment, StoryTime } from './story-time.ts';

const dayMs = 86_400_000;
/** What runs by the clock runs at this hour of every day, after everybody has gone home. */
const dailyHour = 16;
const tokenDays = 120;
/** What happens within minutes is passed on together, as by a relay that is busy. */
const hearsAfterMs = 10 * 60_000;

/** A record that the story made: where it is, and the version that was last seen of it. */
type Kept = { readonly id: string; readonly path: string; version: number };

type Body = Readonly<Record<string, unknown>>;

export class Telling {
  readonly #hearback: Hearback;
  readonly #clock: MovableClock;
  readonly #time: StoryTime;
  readonly #workspaceId: string;
  readonly #kept = new Map<string, Kept>();
  #unheardMs = 0;
  readonly #tokens = new Map<string, { id: string; secret: string }>();

  constructor(options: { hearback: Hearback; clock: MovableClock; time: StoryTime; workspaceId: string }) {
    this.#hearback = options.hearback;
    this.#clock = options.clock;
    this.#time = options.time;
    this.#workspaceId = options.workspaceId;
  }

  /** Moves on to an instant. What was said some time before has been heard, and every day's jobs have run, by then. */
  async moveTo(instant: Date): Promise<void> {
    this.#unheardMs += instant.getTime() - this.#clock.now().getTime();
    if (this.#unheardMs > hearsAfterMs) {
      await this.#hearback.settle();
      this.#unheardMs = 0;
    }
    for (;;) {
      const today = Math.floor(this.#clock.now().getTime() / dayMs) * dayMs + dailyHour * 3_600_000;
      const next = today > this.#clock.now().getTime() ? today : today + dayMs;
      if (next >= instant.getTime()) break;
      this.#clock.moveTo(new Date(next));
      await this.runJobs();
    }
    this.#clock.moveTo(instant);
  }

  async runJobs(): Promise<void> {
    for (const job of this.#hearback.scheduled) await job.run();
    await this.#hearback.settle();
  }

  /** Remembers a record under a name that the story uses: `@name` in a path or a body is its id. */
  keep(name: string, path: string, record: { id: string; version?: number }): void {
    if (this.#kept.has(name)) throw new Error(`The story has two records that it calls “${name}”.`);
    this.#kept.set(name, { id: record.id, path: `${path}/${record.id}`, version: record.version ?? 1 });
  }

  idOf(name: string): string {
    return this.#record(name).id;
  }

  /** Makes a record, as somebody. */
  async make(who: string, path: string, body: Body): Promise<Body> {
    return this.#expect(
      201,
      await this.#send(who, 'POST', this.#filledPath(path), this.#filled(body)),
      `${who}: ${path}`,
    );
  }

  /** Does something to a record that the story made; sees its newest version first where it moved meanwhile. */
  async act(who: string, method: 'POST' | 'PATCH', name: string, verb: string, body: Body): Promise<Body> {
    const record = this.#record(name);
    const path = `${record.path}${verb}`;
    const filled = this.#filled(body);
    let answer = await this.#send(who, method, path, filled, record.version);
    if (answer.status === 412) {
      record.version = Number((await this.read(who, record.path))['version']);
      answer = await this.#send(who, method, path, filled, record.version);
    }
    const after = await this.#expect(200, answer, `${who}: ${name}${verb}`);
    if (typeof after['version'] === 'number') record.version = after['version'];
    return after;
  }

  /** A POST that makes no record. */
  async send(who: string, path: string, body: Body): Promise<Body> {
    return this.#expect(200, await this.#send(who, 'POST', path, this.#filled(body)), `${who}: ${path}`);
  }

  instantOf(moment: Moment): Date {
    return this.#time.instantOf(moment);
  }

  async put(who: string, path: string, body: Body): Promise<void> {
    const { version } = await this.read(who, path);
    await this.#expect(200, await this.#send(who, 'PUT', path, this.#filled(body), Number(version)), `${who}: ${path}`);
  }

  async read(who: string, path: string): Promise<Body> {
    return this.#expect(200, await this.#send(who, 'GET', this.#filledPath(path)), `${who}: ${path}`);
  }

  /** The tokens that the story was told with. */
  get tokenIds(): readonly string[] {
    return [...this.#tokens.values()].map(({ id }) => id);
  }

  #record(name: string): Kept {
    const record = this.#kept.get(name);
    if (!record) throw new Error(`The story speaks of “${name}” before it is there.`);
    return record;
  }

  #filledPath(path: string): string {
    return path.replaceAll(/@([a-z0-9-]+)/g, (_found, name: string) => this.idOf(name));
  }

  /** `@name` is a record's id, `@date+5` a working day from today, `@instant-3 09:00` a moment of one. */
  #filled(value: Body): Body;
  #filled(value: unknown): unknown;
  #filled(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#filled(item));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#filled(inner)]));
    if (typeof value !== 'string' || !value.startsWith('@')) return value;
    const [, kind, day, time] = /^@(date|instant)([+-]\d+)(?: (\d\d:\d\d))?$/.exec(value) ?? [];
    if (kind === 'date') return this.#time.dateOf(Number(day));
    if (kind === 'instant') return this.#time.instantOf({ day: Number(day), time: time ?? '00:00' }).toISOString();
    return this.idOf(value.slice(1));
  }

  async #tokenOf(who: string): Promise<string> {
    const known = this.#tokens.get(who);
    if (known) return known.secret;
    const made = await this.#hearback.tokens.make({
      workspaceId: this.#workspaceId,
      personId: this.idOf(who),
      name: 'story',
      kind: 'api',
      scopes: tokenScopes,
      lifetimeMs: tokenDays * dayMs,
    });
    this.#tokens.set(who, made);
    return made.secret;
  }

  async #send(who: string, method: string, path: string, body?: Body, version?: number): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${await this.#tokenOf(who)}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (version !== undefined) headers['if-match'] = `"${version}"`;
    const request = new Request(`http://127.0.0.1/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return this.#hearback.app.fetch(request);
  }

  async #expect(status: number, answer: Response, what: string): Promise<Body> {
    const text = await answer.text();
    if (answer.status !== status) throw new Error(`The story stops at “${what}”: ${answer.status} ${text}`);
    return JSON.parse(text) as Body;
  }
}
