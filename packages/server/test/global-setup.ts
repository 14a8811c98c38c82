import type { TestProject } from 'vitest/node';
import './database.ts';
import { startTestCluster } from './cluster.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { template, stop } = await startTestCluster();
  project.provide('templateAddress', template);
  return stop;
}
