// Takes real answers round the loop over HTTP: teams from their file, problems from what belongs together, each with a team,
// proposals, a ranking, decisions, a backlog. What a person would judge is decided by the plainest rule that can be said.
import { readFile } from 'node:fs/promises';
import { termsOf } from '@hearback/domain/text';
import { type Api, everyItem } from './api.ts';

const mostProblems = 40;
const leastSignals = 3;
const proposalCount = 20;
const fixCount = 5;
/** An answer of fewer words ("None", "All good") says nothing that could be a problem. */
const leastWords = 6;

export type Signal = { readonly id: string; readonly title: string; readonly description: string };
/** A signal with the ids of those that are probably the same. */
export type Alike = { readonly signal: Signal; readonly likely: readonly string[] };
type Made = { readonly id: string; readonly version: number };
type Named = { readonly id: string; readonly name: string };
type Team = Named & { readonly mission: string };
type Component = Named & { readonly owner_team_id: string | null; readonly version: number };
type Problem = Made & { readonly title: string; readonly owner: Named; readonly component_ids: readonly string[] };
type Group = { readonly title: string; readonly signalIds: readonly string[] };

/** What belongs together: an answer and those that are probably the same, the largest groups first, no answer in two. */
function groupsOf(alike: readonly Alike[]): Group[] {
  const telling = new Map(
    alike
      .filter(({ signal }) => signal.description.split(/\s+/u).length >= leastWords)
      .map((each) => [each.signal.id, each]),
  );
  const taken = new Set<string>();
  const groups: Group[] = [];
  for (const { signal, likely } of [...telling.values()].sort((a, b) => b.likely.length - a.likely.length)) {
    if (taken.has(signal.id)) continue;
    const signalIds = [signal.id, ...likely].filter((id) => telling.has(id) && !taken.has(id));
    if (signalIds.length < leastSignals) continue;
    for (const id of signalIds) taken.add(id);
    groups.push({ title: signal.title, signalIds });
    if (groups.length === mostProblems) break;
  }
  return groups;
}

/** The team whose name and mission share most with a text; a word that few teams use says most. */
function createChooser(teams: readonly Team[]): (text: string) => Team | undefined {
  const words = teams.map((team) => ({ team, terms: termsOf({ title: team.name, body: team.mission }) }));
  const uses = (term: string): number => words.filter(({ terms }) => terms.has(term)).length;
  return (text) => {
    const asked = [...termsOf({ title: '', body: text }).keys()];
    const scored = words.map(({ team, terms }) => ({
      team,
      score: asked.reduce((sum, term) => sum + (terms.has(term) ? 1 / uses(term) : 0), 0),
    }));
    const [best] = scored.sort((a, b) => b.score - a.score);
    return best && best.score > 0 ? best.team : undefined;
  };
}

async function openProblems(api: Api, groups: readonly Group[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const group of groups)
    problems.push(
      await api.post<Problem>('/problems', { title: group.title, signal_ids: group.signalIds, severity: 'major' }),
    );
  return problems;
}

/** Gives each problem that no rule found a team for to the likeliest of the imported ones, with a component of theirs. */
async function routeProblems(
  api: Api,
  problems: readonly Problem[],
  groups: readonly Group[],
  alike: readonly Alike[],
) {
  const teams = (await api.get<{ items: Team[] }>('/teams')).items;
  const components = (await api.get<{ items: Component[] }>('/components')).items;
  const choose = createChooser(teams.filter((team) => components.some(({ owner_team_id: id }) => id === team.id)));
  const said = new Map(alike.map(({ signal }) => [signal.id, signal.description]));
  const routed: Problem[] = [];
  for (const [index, problem] of problems.entries()) {
    const team = choose((groups[index]?.signalIds ?? []).map((id) => said.get(id) ?? '').join('\n'));
    const component = components.find(({ owner_team_id: id }) => id === team?.id);
    if (!team || !component) continue;
    const body = { owner_team_id: team.id, component_ids: [component.id], reason: `Shares words with ${team.name}.` };
    routed.push(await api.post<Problem>(`/problems/${problem.id}/route`, body, problem.version));
  }
  return routed;
}

async function proposeFor(api: Api, problems: readonly Problem[], groups: ReadonlyMap<string, Group>): Promise<Made[]> {
  const opened: Made[] = [];
  for (const problem of problems) {
    const people = groups.get(problem.id)?.signalIds.length ?? 1;
    const draft = await api.post<Made>('/proposals', {
      title: `Answer: ${problem.title}`.slice(0, 200),
      summary: `${people} people say so.`,
      problem_ids: [problem.id],
      options: [
        { title: 'Do it', good: ['It hurts less'], bad: ['It costs time'], preferred: true },
        { title: 'Leave it' },
      ],
      estimates: {
        reach_people: { low: people, likely: 10 * people, high: 40 * people },
        impact_level: { low: 0.5, likely: 1, high: 2 },
        effort_person_days: { low: 3, likely: 8, high: 25 },
        risk_points: { low: 1, likely: 2, high: 4 },
        confidence: 0.6,
      },
    });
    opened.push(await api.post<Made>(`/proposals/${draft.id}/open`, {}, draft.version));
  }
  return opened;
}

/** Whoever runs the bench looks after the components of these problems: only so may they propose and mend. */
async function lookAfter(api: Api, problems: readonly Problem[]): Promise<void> {
  const me = await api.get<{ person_id: string }>('/me');
  for (const id of new Set(problems.flatMap(({ component_ids }) => component_ids))) {
    const { version } = await api.get<Component>(`/components/${id}`);
    await api.patch(`/components/${id}`, { maintainer_ids: [me.person_id] }, version);
  }
}

/** Small fixes are decided and written down in one step. */
async function decideFixes(api: Api, problems: readonly Problem[]): Promise<number> {
  const dueOn = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
  for (const problem of problems)
    await api.post(`/problems/${problem.id}/fix`, {
      what: `Mend: ${problem.title}`.slice(0, 200),
      why: 'Small enough to be mended at once.',
      when: { due_on: dueOn },
      questions: {},
      likely_person_days: 1,
    });
  return problems.length;
}

/** Walks the answers as far as a day carries: larger decisions wait for people and a comment period. */
export async function walkAnswers(api: Api, alike: readonly Alike[], ownersFile: string) {
  const { owners } = JSON.parse(await readFile(ownersFile, 'utf8')) as { owners: unknown };
  const imported = await api.post<{ taken: number; components: { added: number }; people: { added: number } }>(
    '/imports/owners',
    { owners },
  );
  const groups = groupsOf(alike);
  const problems = await openProblems(api, groups);
  const routed = await routeProblems(api, problems, groups, alike);
  const byProblem = new Map(problems.flatMap(({ id }, index) => (groups[index] ? [[id, groups[index]] as const] : [])));
  await lookAfter(api, routed);
  const fixes = await decideFixes(api, routed.slice(0, fixCount));
  const proposals = await proposeFor(api, routed.slice(fixCount, fixCount + proposalCount), byProblem);
  const ranking = await api.get<{ items: { id: string }[] }>('/ranking?seed=1&draws=10000');
  const backlog = await everyItem<{ id: string }>(api, '/backlog');
  return {
    teams_imported: imported.taken,
    components_imported: imported.components.added,
    people_imported: imported.people.added,
    problems_opened: problems.length,
    signals_in_problems: groups.reduce((sum, { signalIds }) => sum + signalIds.length, 0),
    problems_routed_to_imported_teams: routed.length,
    teams_with_a_problem: new Set(routed.map(({ owner }) => owner.id)).size,
    proposals_opened: proposals.length,
    proposals_ranked: ranking.items.length,
    decisions_made: fixes,
    work_items_in_the_backlog: backlog.length,
  };
}
