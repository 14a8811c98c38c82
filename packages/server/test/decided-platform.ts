import { type Client, openHouse, type TestHouse } from './harness.ts';

type Made = { id: string; version: number; reference: string };

/** A house with one team that owns two components, and the people who prioritize. */
export type DecidedPlatform = {
  readonly house: TestHouse;
  readonly teamId: string;
  readonly cacheId: string;
  readonly gatewayId: string;
  /** Looks after both components, in a team of three. */
  readonly maintainer: Client;
  readonly reporter: Client;
  readonly triager: Client;
  readonly assessors: Readonly<Record<'engineering' | 'product' | 'reliability' | 'security', Client>>;
  /** The admin: the one whom the seeded decision right names. */
  readonly approver: Client;
  /** A problem with one signal of the reporter's; about the cache when nothing else is said. */
  readonly problem: (title: string, options?: { componentIds?: readonly string[]; severity?: string }) => Promise<Made>;
  /** A proposal about the problems, opened. */
  readonly proposal: (title: string, problemIds: readonly string[], more?: object) => Promise<Made>;
  /** The first signal that a problem rests on. */
  readonly signalOf: (problemId: string) => Promise<string>;
  readonly problemState: (problemId: string) => Promise<string>;
  /** Runs what the clock would run, and waits for what follows from it. */
  readonly runJob: (name: string) => Promise<void>;
  readonly made: (client: Client, path: string, body: unknown) => Promise<Made>;
  readonly act: (
    client: Client,
    path: string,
    version: number,
    body?: unknown,
  ) => Promise<Made & Record<string, unknown>>;
};

export const estimates = {
  reach_people: { low: 5, likely: 20, high: 60 },
  impact_level: { low: 0.5, likely: 1, high: 2 },
  effort_person_days: { low: 4, likely: 8, high: 20 },
  risk_points: { low: 1, likely: 2, high: 4 },
  confidence: 0.7,
};

/** Everything that a test of prioritize needs before it begins. */
export async function openDecidedPlatform(environment: Record<string, string> = {}): Promise<DecidedPlatform> {
  const house = await openHouse({ environment });
  const made: DecidedPlatform['made'] = async (client, path, body) => {
    const answer = await client.send<Made>('POST', path, body);
    if (answer.status !== 201)
      throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const act: DecidedPlatform['act'] = async (client, path, version, body) => {
    const answer = await client.send<Made & Record<string, unknown>>('POST', path, body, { version });
    if (answer.status !== 200)
      throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { admin } = house;
  const calendar = { zone: 'UTC', working_days: [1, 2, 3, 4, 5], opens_at: '09:00', closes_at: '17:00', holidays: [] };
  const team = await made(admin, '/teams', { key: 'build', name: 'Build', calendar });
  const component = (key: string, name: string) =>
    made(admin, '/components', { key, name, layer: 'build_and_delivery', owner_team_id: team.id });
  const cache = await component('build/cache', 'Build cache');
  const gateway = await component('build/gateway', 'Build gateway');
  const own = { teamIds: [team.id], componentIds: [cache.id, gateway.id] };
  const maintainer = await house.person('Maren Holt', ['maintainer'], own);
  await house.person('Second Member', ['maintainer'], own);
  await house.person('Third Member', ['reporter'], { teamIds: [team.id] });
  const reporter = await house.person('Tomás Ferreira', ['reporter']);
  const triager = await house.person('Yuki Tanaka', ['triager']);
  const assessor = (name: string, key: string) => house.person(name, ['assessor'], { functions: [key] });
  const assessors = {
    engineering: await assessor('Efe Demir', 'engineering'),
    product: await assessor('Priya Nair', 'product'),
    reliability: await assessor('Rasmus Lund', 'reliability'),
    security: await assessor('Sunniva Aas', 'security'),
  };
  const problem: DecidedPlatform['problem'] = async (title, options = {}) => {
    const said = { title, description: `${title}: it costs us an hour a day.`, impact: { people: 12 } };
    const told = await reporter.send<{ signal: { id: string } }>('POST', '/signals', said);
    const { id } = told.body.signal;
    const { componentIds = [cache.id], severity = 'major' } = options;
    return made(triager, '/problems', { title, signal_ids: [id], component_ids: componentIds, severity });
  };
  const proposal: DecidedPlatform['proposal'] = async (title, problemIds, more = {}) => {
    const options = [
      { title: 'Do it', good: ['Less waiting'], bad: ['One more thing to run'], preferred: true },
      { title: 'Leave it' },
    ];
    const draft = await made(maintainer, '/proposals', {
      title,
      summary: `${title}, because it hurts.`,
      problem_ids: problemIds,
      options,
      estimates,
      ...more,
    });
    return act(maintainer, `/proposals/${draft.id}/open`, draft.version, {});
  };
  const signalOf = async (problemId: string): Promise<string> => {
    const { body } = await triager.get<{ attachments: { signal_id: string }[] }>(`/problems/${problemId}`);
    return body.attachments[0]?.signal_id ?? '';
  };
  const problemState = async (problemId: string): Promise<string> =>
    (await triager.get<{ state: string }>(`/problems/${problemId}`)).body.state;
  const runJob = async (name: string): Promise<void> => {
    for (const job of house.hearback.stages.doors.flatMap((door) => door.scheduled))
      if (job.name === name) await job.run();
    await house.hearback.settle();
  };
  return {
    house,
    teamId: team.id,
    cacheId: cache.id,
    gatewayId: gateway.id,
    maintainer,
    reporter,
    triager,
    assessors,
    approver: admin,
    problem,
    proposal,
    signalOf,
    problemState,
    runJob,
    made,
    act,
  };
}
