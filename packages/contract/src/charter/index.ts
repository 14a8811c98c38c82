// What the world may ask of charter: why the loop runs, its words, components, teams, people, decision rights, policies,
// tokens, and bringing in owners from a file.
import { componentOperations } from './component.operations.ts';
import { importOwners } from './import.operations.ts';
import { addTerm, changeTerm, endToken, getMe, listTerms, listTokens, makeToken } from './operations.ts';
import { peopleOperations } from './people.operations.ts';
import { purposeOperations } from './purpose.operations.ts';
import { rightsOperations } from './rights.operations.ts';

export {
  addComponent,
  changeComponent,
  getComponent,
  getComponentHealth,
  listComponents,
} from './component.operations.ts';
export { AddComponent, ChangeComponent, Component, ComponentFilter, ComponentHealth } from './component.schemas.ts';
export { importOwners };
export { ImportOwners, OwnersImport, OwnersImportRow } from './import.schemas.ts';
export { addTerm, changeTerm, endToken, getMe, listTerms, listTokens, makeToken };
export {
  addPerson,
  addTeam,
  changeMe,
  changePerson,
  changeTeam,
  getHandover,
  getPerson,
  getTeam,
  leavePerson,
  listPeople,
  listTeams,
} from './people.operations.ts';
export {
  AddPerson,
  AddTeam,
  Calendar,
  ChangeMe,
  ChangePerson,
  ChangeTeam,
  Handover,
  Leave,
  Left,
  Person,
  PersonFilter,
  Team,
} from './people.schemas.ts';
export {
  addCoreQuestion,
  addPrinciple,
  changeCoreQuestion,
  changePrinciple,
  getCurrentCharter,
  getWorkspace,
  listCharters,
  listCoreQuestions,
  listPrinciples,
  publishCharter,
} from './purpose.operations.ts';
export {
  AddCoreQuestion,
  AddPrinciple,
  ChangeCoreQuestion,
  ChangePrinciple,
  Charter,
  CoreQuestion,
  Principle,
  PublishCharter,
  Workspace,
} from './purpose.schemas.ts';
export {
  addAudience,
  addDecisionRight,
  changeAudience,
  changeDecisionRight,
  getClocksPolicy,
  listAudiences,
  listDecisionRights,
  putClocksPolicy,
} from './rights.operations.ts';
export {
  AddAudience,
  AddDecisionRight,
  Audience,
  ChangeAudience,
  ChangeDecisionRight,
  ClocksPolicy,
  DecisionRight,
  DecisionRightScope,
  PutClocksPolicy,
} from './rights.schemas.ts';
export {
  AddTerm,
  AssessorFunction,
  ChangeTerm,
  MadeToken,
  MakeToken,
  Me,
  Role,
  Severity,
  Term,
  Token,
} from './schemas.ts';

export const charterOperations = [
  ...purposeOperations,
  getMe,
  ...peopleOperations,
  ...componentOperations,
  listTerms,
  addTerm,
  changeTerm,
  ...rightsOperations,
  importOwners,
  listTokens,
  makeToken,
  endToken,
] as const;
