import { z, Id, Instant, Line, pageOf, pageQuery, Reason, Version } from '../operation/index.ts';
import { AssessorFunction, Role } from './schemas.ts';

const TeamPart = z.enum(['member', 'lead', 'chair']).openapi('TeamPart');

export const Calendar = z
  .object({
    zone: z.string().max(64).openapi({ description: 'An IANA time zone.', example: 'Europe/Zurich' }),
    working_days: z
      .array(z.int())
      .max(7)
      .openapi({ description: 'ISO weekdays, 1 is Monday.', example: [1, 2, 3, 4, 5] }),
    opens_at: z.string().max(5).openapi({ example: '09:00' }),
    closes_at: z.string().max(5).openapi({ example: '17:00' }),
    holidays: z
      .array(z.string().max(10))
      .max(500)
      .openapi({ example: ['2026-12-25'] }),
  })
  .openapi('Calendar');

const TeamChannel = z.object({ kind: z.string().max(40), name: z.string().max(200) }).openapi('TeamChannel');
const TeamMeeting = z
  .object({
    description: z.string().max(500),
    day: z.string().max(200),
    time: z.string().max(100),
    zone: z.string().max(100).openapi({ description: 'As the team says it; not necessarily a time zone’s name.' }),
    frequency: z.string().max(500),
  })
  .openapi('TeamMeeting');

export const Team = z
  .object({
    id: Id,
    key: z.string(),
    name: z.string(),
    mission: z.string(),
    calendar: Calendar,
    channels: z.array(TeamChannel),
    meetings: z.array(TeamMeeting),
    members: z.array(z.object({ person_id: Id, name: z.string(), part: TeamPart, claimed: z.boolean() })),
    retired_at: Instant.nullable(),
    version: Version,
  })
  .openapi('Team');
export const TeamList = z.object({ items: z.array(Team) }).openapi('TeamList');

const TeamKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is lower case letters, digits and dashes, 63 at most');
export const AddTeam = z
  .object({
    key: TeamKey,
    name: Line,
    mission: z.string().trim().max(5_000).default(''),
    calendar: Calendar.strict().optional().openapi({ description: 'Left out: the stewards’ calendar.' }),
    channels: z.array(TeamChannel.strict()).max(50).default([]),
    meetings: z.array(TeamMeeting.strict()).max(50).default([]),
  })
  .openapi('AddTeam');
export const ChangeTeam = z
  .object({
    name: Line.optional(),
    mission: z.string().trim().max(5_000).optional(),
    calendar: Calendar.strict().optional(),
    channels: z.array(TeamChannel.strict()).max(50).optional(),
    meetings: z.array(TeamMeeting.strict()).max(50).optional(),
    members: z
      .array(z.strictObject({ person_id: Id, part: TeamPart.default('member') }))
      .max(500)
      .optional()
      .openapi({ description: 'Everybody who is in the team from now on.' }),
    retired: z.boolean().optional(),
  })
  .openapi('ChangeTeam');

export const Person = z
  .object({
    id: Id,
    name: z.string(),
    handle: z.string().nullable(),
    email: z.string().nullable().openapi({ description: 'For admins and for the person; null for everybody else.' }),
    roles: z.array(Role),
    functions: z.array(AssessorFunction),
    service: z.boolean(),
    claimed: z.boolean().openapi({ description: 'False for somebody an import named who has not come yet.' }),
    team_ids: z.array(Id),
    component_ids: z.array(Id),
    left_at: Instant.nullable(),
    left_why: z.string().nullable().openapi({ description: 'For admins only.' }),
    version: Version,
  })
  .openapi('Person');
export const PersonPage = pageOf('PersonPage', Person);
export const PersonFilter = z.object({
  ...pageQuery,
  text: z.string().trim().max(200).optional().openapi({ description: 'Part of the name or handle.' }),
  role: Role.optional(),
  team_id: Id.optional(),
  left: z.stringbool().default(false).openapi({ description: 'People who left too.' }),
  claimed: z.stringbool().optional(),
});

const Handle = z.string().regex(/^[\w][\w.-]{0,99}$/, 'is letters, digits, dots, dashes and underscores, 100 at most');
const EmailAddress = z.email().max(254);
const PersonFields = {
  name: Line,
  email: EmailAddress.nullable(),
  handle: Handle.nullable(),
  roles: z.array(Role).max(7),
  functions: z.array(AssessorFunction).max(4),
};
export const AddPerson = z
  .object({
    name: PersonFields.name,
    email: PersonFields.email.default(null),
    handle: PersonFields.handle.default(null),
    roles: PersonFields.roles.default([]).openapi({ description: 'Everybody is a reporter; others add up.' }),
    functions: PersonFields.functions.default([]).openapi({ description: 'What an assessor assesses for.' }),
    service: z.boolean().default(false).openapi({ description: 'A service account: it acts by tokens only.' }),
  })
  .openapi('AddPerson');
export const ChangePerson = z
  .object({
    name: PersonFields.name.optional(),
    email: PersonFields.email.optional(),
    handle: PersonFields.handle.optional(),
    roles: PersonFields.roles.optional(),
    functions: PersonFields.functions.optional(),
  })
  .openapi('ChangePerson');

const Declared = z.string().trim().min(1).max(100).nullable().optional();
export const ChangeMe = z
  .object({
    name: Line.optional(),
    region: Declared,
    experience: Declared,
    domain: Declared.openapi({ description: 'What one works on. Nobody else can set or read these three.' }),
  })
  .openapi('ChangeMe');

export const Handover = z
  .object({
    teams: z.array(z.object({ id: Id, name: z.string(), part: TeamPart, only_lead: z.boolean() })),
    components: z.array(z.object({ id: Id, name: z.string(), only_maintainer: z.boolean() })),
    decision_rights: z.array(
      z.object({ id: Id, approver_role: z.string(), part: z.enum(['approver', 'deputy', 'consulted', 'escalation']) }),
    ),
    records: z
      .array(z.object({ kind: z.string(), id: Id, reference: z.string(), title: z.string() }))
      .openapi({ description: 'What later stages have in the person’s hands.' }),
  })
  .openapi('Handover');
export const Leave = z.object({ reason: Reason }).openapi('Leave');
export const Left = z
  .object({ person: Person, tokens_ended: z.int(), handover: Handover, version: Version })
  .openapi('Left');
