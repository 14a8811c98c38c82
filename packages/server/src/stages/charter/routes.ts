import * as contract from '@hearback/contract/charter';
import type { Pool } from 'pg';
import type { Tokens } from '../../platform/auth/index.ts';
import { type Route, route } from '../../platform/http/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { createAudiences } from './audiences.service.ts';
import { createCharters } from './charters.service.ts';
import { createClocksPolicy } from './clocks-policy.service.ts';
import { createComponentHealth } from './component-health.ts';
import { createComponents } from './components.service.ts';
import { createDecisionRights } from './decision-rights.service.ts';
import { createLeaving } from './leaving.service.ts';
import { createOwnersImport } from './owners-import.service.ts';
import { createPeople } from './people.service.ts';
import type { HeldRecords } from './ports.ts';
import { createCoreQuestions, createPrinciples } from './principles.service.ts';
import { createTeams } from './teams.service.ts';
import { createTerms } from './terms.service.ts';
import { createTokenService } from './tokens.service.ts';

type Parts = {
  readonly pool: Pool;
  readonly journal: Journal;
  readonly tokens: Tokens;
  readonly heldRecords: HeldRecords;
  readonly onStandingChanged: () => void;
};

/** Every operation of charter with the service that carries it out. */
export function charterRoutes(parts: Parts): Route[] {
  return [...purposeRoutes(parts), ...peopleRoutes(parts), ...structureRoutes(parts), ...rightsRoutes(parts)];
}

function purposeRoutes({ pool, journal }: Parts): Route[] {
  const charters = createCharters(pool, journal);
  const questions = createCoreQuestions(journal);
  const principles = createPrinciples(journal);
  const terms = createTerms(journal);
  return [
    route(contract.getWorkspace, ({ caller }) => charters.workspace(caller)),
    route(contract.listCharters, ({ caller }) => charters.list(caller)),
    route(contract.getCurrentCharter, ({ caller }) => charters.current(caller)),
    route(contract.publishCharter, ({ caller, body }) => charters.publish(caller, body), charters.get),
    route(contract.listCoreQuestions, ({ caller, query }) => questions.list(caller, query)),
    route(contract.addCoreQuestion, ({ caller, body }) => questions.add(caller, body), questions.get),
    route(contract.changeCoreQuestion, ({ caller, params, version, body }) =>
      questions.change(caller, params.id, version, body),
    ),
    route(contract.listPrinciples, ({ caller, query }) => principles.list(caller, query)),
    route(contract.addPrinciple, ({ caller, body }) => principles.add(caller, body), principles.get),
    route(contract.changePrinciple, ({ caller, params, version, body }) =>
      principles.change(caller, params.id, version, body),
    ),
    route(contract.listTerms, ({ caller, query }) => terms.list(caller, query)),
    route(contract.addTerm, ({ caller, body }) => terms.add(caller, body), terms.get),
    route(contract.changeTerm, ({ caller, params, version, body }) => terms.change(caller, params.id, version, body)),
  ];
}

function peopleRoutes(parts: Parts): Route[] {
  const { pool, journal, tokens, onStandingChanged } = parts;
  const people = createPeople(pool, journal, onStandingChanged);
  const leaving = createLeaving(parts);
  const tokenService = createTokenService(journal, tokens);
  return [
    route(contract.getMe, ({ caller }) => people.me(caller)),
    route(contract.changeMe, ({ caller, version, body }) => people.changeMe(caller, version, body)),
    route(contract.listPeople, ({ caller, query }) => people.list(caller, query)),
    route(contract.getPerson, ({ caller, params }) => people.get(caller, params.id)),
    route(contract.addPerson, ({ caller, body }) => people.add(caller, body), people.get),
    route(contract.changePerson, ({ caller, params, version, body }) =>
      people.change(caller, params.id, version, body),
    ),
    route(contract.getHandover, ({ caller, params }) => leaving.handover(caller, params.id)),
    route(contract.leavePerson, ({ caller, params, version, body }) => leaving.leave(caller, params.id, version, body)),
    route(contract.listTokens, ({ caller }) => tokenService.list(caller)),
    route(contract.makeToken, ({ caller, body }) => tokenService.make(caller, body)),
    route(contract.endToken, ({ caller, params }) => tokenService.end(caller, params.id)),
  ];
}

function structureRoutes({ journal, onStandingChanged }: Parts): Route[] {
  const teams = createTeams(journal, onStandingChanged);
  const components = createComponents(journal, onStandingChanged);
  const health = createComponentHealth(journal);
  const importOwners = createOwnersImport(journal, onStandingChanged);
  return [
    route(contract.listTeams, ({ caller, query }) => teams.list(caller, query)),
    route(contract.getTeam, ({ caller, params }) => teams.get(caller, params.id)),
    route(contract.addTeam, ({ caller, body }) => teams.add(caller, body), teams.get),
    route(contract.changeTeam, ({ caller, params, version, body }) => teams.change(caller, params.id, version, body)),
    route(contract.listComponents, ({ caller, query }) => components.list(caller, query)),
    route(contract.getComponentHealth, ({ caller }) => health(caller)),
    route(contract.getComponent, ({ caller, params }) => components.get(caller, params.id)),
    route(contract.addComponent, ({ caller, body }) => components.add(caller, body), components.get),
    route(contract.changeComponent, ({ caller, params, version, body }) =>
      components.change(caller, params.id, version, body),
    ),
    route(contract.importOwners, ({ caller, body }) => importOwners(caller, body), undefined, {
      carriesForeignKeys: true,
    }),
  ];
}

function rightsRoutes({ journal, onStandingChanged }: Parts): Route[] {
  const rights = createDecisionRights(journal);
  const clocks = createClocksPolicy(journal);
  const audiences = createAudiences(journal, onStandingChanged);
  return [
    route(contract.listDecisionRights, ({ caller, query }) => rights.list(caller, query)),
    route(contract.addDecisionRight, ({ caller, body }) => rights.add(caller, body), rights.get),
    route(contract.changeDecisionRight, ({ caller, params, version, body }) =>
      rights.change(caller, params.id, version, body),
    ),
    route(contract.getClocksPolicy, ({ caller }) => clocks.get(caller)),
    route(contract.putClocksPolicy, ({ caller, version, body }) => clocks.put(caller, version, body)),
    route(contract.listAudiences, ({ caller }) => audiences.list(caller)),
    route(contract.addAudience, ({ caller, body }) => audiences.add(caller, body), audiences.get),
    route(contract.changeAudience, ({ caller, params, version, body }) =>
      audiences.change(caller, params.id, version, body),
    ),
  ];
}
