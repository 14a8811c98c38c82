/** What the journal says happened in this stage. A type is never renamed: old entries keep it. */
export const listenEntryTypes = [
  'listen.channel_added',
  'listen.channel_changed',
  'listen.signal_received',
  'listen.signals_imported',
  'listen.signal_corrected',
  'listen.signal_restricted',
  'listen.signal_moved',
  'listen.comment_added',
] as const;

export type ListenEntryType = (typeof listenEntryTypes)[number];
