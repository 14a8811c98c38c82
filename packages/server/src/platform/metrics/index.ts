// Prometheus metrics of one process. Labels come from fixed lists only, so that their number stays bounded.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = {
  readonly requests: Counter;
  readonly requestSeconds: Histogram;
  render(): Promise<string>;
  readonly contentType: string;
};

/** What lies between the journal and those who hear of it. */
export type Backlog = { readonly oldestUnreadSeconds: number; readonly jobsWaiting: number };

/** @param readBacklog asked whenever somebody reads the metrics; where it fails, the last known values stand */
export function createMetrics(readBacklog: () => Promise<Backlog>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const relayLagSeconds = new Gauge({
    name: 'hearback_relay_lag_seconds',
    help: 'Age of the oldest journal entry that the relay has not passed on.',
    registers: [registry],
  });
  const jobsWaiting = new Gauge({
    name: 'hearback_jobs_waiting',
    help: 'Jobs that are due and not done.',
    registers: [registry],
  });
  return {
    requests: new Counter({
      name: 'hearback_http_requests_total',
      help: 'HTTP requests by operation and status.',
      labelNames: ['operation', 'status'],
      registers: [registry],
    }),
    requestSeconds: new Histogram({
      name: 'hearback_http_request_seconds',
      help: 'Time to answer, by operation.',
      labelNames: ['operation'],
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
      registers: [registry],
    }),
    render: async () => {
      const backlog = await readBacklog().catch(() => undefined);
      if (backlog) {
        relayLagSeconds.set(backlog.oldestUnreadSeconds);
        jobsWaiting.set(backlog.jobsWaiting);
      }
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
