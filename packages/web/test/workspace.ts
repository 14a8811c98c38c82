import { answered, type components, createClient, type HearbackClient, ifMatch } from '@hearback/client';

/** A workspace in motion: the ids that pages are opened with, and somebody who only reports. */
export type SampleWorkspace = {
  readonly fixedProblemId: string;
  readonly decisionId: string;
  readonly openProblemId: string;
  /** Open, on a component of the admin's own team. */
  readonly fixableProblemId: string;
  readonly reporterToken: string;
};

type More = Partial<components['schemas']['SubmitSignal']>;

const voices = [
  ['Tomás Ferreira', 'Search'],
  ['Mei-Ling Zhao', 'Checkout'],
  ['Daniel Okafor', 'Ledger'],
  ['Hanna Lindqvist', 'Checkout'],
] as const;

const said = {
  pull: [
    [
      'I start the pipeline, go for coffee, and it is still pulling the image',
      'Twelve minutes for a job that runs for ninety seconds.',
    ],
    [
      'Jobs wait for images to pull after lunch',
      'After lunch is the worst. Everyone pushes and the nodes are all new.',
    ],
    ['Image pull takes ten minutes on fresh nodes', 'Our jobs wait while a fresh node pulls the whole image again.'],
  ],
  resolver: [
    [
      'Lookups fail while resolver pods move',
      'Names stop resolving when nodes get replaced, apps time out and then it is fine.',
    ],
  ],
  new: [
    [
      'DNS lookups time out in bursts after node rotation',
      'Every Tuesday around nine, when the nodes get replaced, our lookups for the ledger database time out for two or three minutes. It looks like resolver pods come back later than the apps do. We retry, so nobody pages, but the checkout queue backs up.',
    ],
    [
      'Cannot rotate the registry token without a ticket',
      'It takes two days until somebody answers the ticket. Write to registry-admins@tideline.example, they say.',
    ],
    ['Preview URL changes on every push, bookmarks die', 'Reviewers open a dead link each morning.'],
    ['Thank you for the new log search', 'I found the failing step in ten seconds.'],
  ],
} as const;

/** Fills a fresh installation through its API, as the people of a small platform would. */
export async function fillWorkspace(url: string, adminToken: string): Promise<SampleWorkspace> {
  const admin = createClient({ baseUrl: url, token: adminToken });
  const me = await answered(admin.GET('/me'));
  await answered(admin.PATCH('/me', { params: { header: ifMatch(me.version) }, body: { name: 'Ingrid Solheim' } }));
  const build = await addTeam(admin, 'Build', [me.person_id]);
  const component = await answered(
    admin.POST('/components', {
      body: {
        key: 'build/runners',
        name: 'Runners',
        layer: 'build_and_delivery',
        owner_team_id: build,
        maintainer_ids: [me.person_id],
      },
    }),
  );
  const reporters = await Promise.all(voices.map(([name]) => addVoice(url, admin, name)));
  for (const team of ['Search', 'Checkout', 'Ledger'])
    await addTeam(
      admin,
      team,
      reporters.filter((_, place) => voices[place]?.[1] === team).map(({ personId }) => personId),
    );
  const tell = async (title: string, description: string, place: number, more: More = {}) => {
    const by = reporters[place % reporters.length]?.client ?? admin;
    const receipt = await answered(by.POST('/signals', { body: { title, description, ...more } }));
    return receipt.signal.id;
  };
  const tellAll = async (texts: readonly (readonly [string, string])[], more: More = {}) => {
    const ids: string[] = [];
    for (const [place, [title, description]] of texts.entries()) ids.push(await tell(title, description, place, more));
    return ids;
  };
  const about: More = { component_ids: [component.id], kind: 'friction', severity: 'minor' };
  // Only people are asked whether it helped, not service accounts: so the admin speaks, too.
  const own = await answered(admin.POST('/signals', { body: { title: 'My jobs wait for images, too', ...about } }));
  const pulls = await answered(
    admin.POST('/problems', {
      body: {
        title: 'Jobs wait a long time for images to pull',
        statement: 'A job on a fresh node waits for the whole image before its first step.',
        severity: 'major',
        signal_ids: [...(await tellAll(said.pull, about)), own.signal.id],
        component_ids: [component.id],
      },
    }),
  );
  const decisionId = await walkTheFix(admin, pulls.id);
  const resolver = await answered(
    admin.POST('/problems', {
      body: { title: 'Lookups fail while resolver pods move', signal_ids: await tellAll(said.resolver) },
    }),
  );
  const uploads = await answered(
    admin.POST('/problems', {
      body: {
        title: 'Uploads of test reports fail now and then',
        signal_ids: await tellAll([['My test report is gone again', '']], about),
        severity: 'minor',
        component_ids: [component.id],
      },
    }),
  );
  await tellAll(said.new, { impact: { people: 14, hours_per_week: 6, blocked: false } });
  return {
    fixedProblemId: pulls.id,
    decisionId,
    openProblemId: resolver.id,
    fixableProblemId: uploads.id,
    reporterToken: reporters[1]?.token ?? '',
  };
}

/** Decided in one dialog, done, and released. */
async function walkTheFix(admin: HearbackClient, problemId: string): Promise<string> {
  const fix = await answered(
    admin.POST('/problems/{id}/fix', {
      params: { path: { id: problemId } },
      body: {
        what: 'Keep warm images on every pool',
        why: 'Everybody who pushes after lunch pays twelve minutes for it, and one cached layer saves nine of them.',
        when: { due_on: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10) },
        questions: {},
        likely_person_days: 2,
      },
    }),
  );
  let { version } = fix;
  for (const to of ['in_progress', 'completed'] as const) {
    const path = { id: fix.work_item.id };
    const moved = await answered(
      admin.POST('/work-items/{id}/move', { params: { path, header: ifMatch(version) }, body: { to } }),
    );
    ({ version } = moved);
  }
  const change = await answered(
    admin.POST('/changes', {
      body: {
        title: 'Warm images on every pool',
        users_notice: 'Jobs start within a minute on fresh nodes too.',
        work_item_ids: [fix.work_item.id],
      },
    }),
  );
  const params = { path: { id: change.id } };
  for (const event of ['started', 'finished'] as const)
    await answered(admin.POST('/changes/{id}/released-elsewhere', { params, body: { event, tool: 'Argo Rollouts' } }));
  return fix.decision.id;
}

async function addTeam(admin: HearbackClient, name: string, memberIds: readonly string[]): Promise<string> {
  const team = await answered(admin.POST('/teams', { body: { key: name.toLowerCase(), name } }));
  const members = memberIds.map((person_id) => ({ person_id }));
  await answered(
    admin.PATCH('/teams/{id}', { params: { path: { id: team.id }, header: ifMatch(team.version) }, body: { members } }),
  );
  return team.id;
}

async function addVoice(url: string, admin: HearbackClient, name: string) {
  const person = await answered(admin.POST('/people', { body: { name, service: true } }));
  const token = await tokenFor(admin, person.id, [
    'loop.see',
    'listen.tell',
    'listen.comment',
    'verify.answer',
    'engage.follow',
  ]);
  return { personId: person.id, token, client: createClient({ baseUrl: url, token }) };
}

async function tokenFor(
  admin: HearbackClient,
  personId: string,
  scopes: ('loop.see' | 'listen.tell' | 'listen.comment' | 'verify.answer' | 'engage.follow')[],
): Promise<string> {
  const made = await answered(admin.POST('/tokens', { body: { name: 'tests', scopes, days: 7, person_id: personId } }));
  return made.secret;
}
