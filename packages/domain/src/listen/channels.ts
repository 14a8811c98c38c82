/** What kind of door a channel is. */
export type ChannelKind =
  | 'form'
  | 'terminal'
  | 'code'
  | 'api'
  | 'import'
  | 'tracker'
  | 'telemetry'
  | 'incident'
  | 'survey'
  | 'interview'
  | 'chat'
  | 'gathering';

/** Every kind of channel. */
export const channelKinds: readonly ChannelKind[] = [
  'form',
  'terminal',
  'code',
  'api',
  'import',
  'tracker',
  'telemetry',
  'incident',
  'survey',
  'interview',
  'chat',
  'gathering',
];

/** A channel of a new workspace: its key, its name, and what it is for, in words for whoever wonders which to use. */
export type ChannelDefinition = {
  readonly key: string;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly purpose: string;
};

/** Where a submission that names no channel came in. */
export const apiChannelKey = 'api';

/** Where `POST /imports/feedback` puts what it takes. */
export const importChannelKey = 'import';

const channel = (kind: ChannelKind, name: string, purpose: string): ChannelDefinition => ({
  key: kind,
  kind,
  name,
  purpose,
});

/** The channels of a new workspace, one of each kind; stewards rename, retire and add. */
export const defaultChannels: readonly ChannelDefinition[] = [
  channel('form', 'Web form', 'For anybody with something to say about the platform, in a browser, in under a minute.'),
  channel('terminal', 'Terminal', 'For what goes wrong while you work; it brings the repository, commit and command.'),
  channel('code', 'Source code', 'For notes left in code as FEEDBACK(component): …, collected by a scan.'),
  channel('api', 'API', 'For scripts, pipelines and agents that have something to report.'),
  channel(
    'import',
    'Import',
    'For feedback gathered before or elsewhere; it joins the historical queue, without a clock.',
  ),
  channel('tracker', 'Issue tracker', 'For issues and comments that are feedback, where the team already works.'),
  channel('telemetry', 'Telemetry', 'For worsenings that a detector saw, with the figures that show them.'),
  channel('incident', 'Incidents', 'For what an incident showed about the platform.'),
  channel('survey', 'Surveys and pulses', 'For answers to questions asked of many at once.'),
  channel('interview', 'Interviews', 'For what somebody said in a conversation they agreed to have noted.'),
  channel('chat', 'Chat', 'For messages that are feedback, taken from where people talk.'),
  channel('gathering', 'Gatherings', 'For what came up in office hours and companion sessions.'),
];
