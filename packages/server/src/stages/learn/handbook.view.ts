import type { Handbook } from '@hearback/contract/learn';
import { handbookMarkdown } from '@hearback/domain/learn';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/index.ts';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import type { Journal } from '../../platform/journal/index.ts';
import { notFound } from '../../platform/record/index.ts';
import { type ComponentBrief, findComponents } from '../charter/index.ts';
import { componentOut, lessonsOut } from './lesson-view.ts';
import { publishedLessonsOf } from './lessons.store.ts';

type HandbookOut = z.input<typeof Handbook>;

/** The component, then what it is part of, nearest first. @throws Refusal `not_found` */
async function pathUp(tables: WorkspaceTables, id: string): Promise<[ComponentBrief, ...ComponentBrief[]]> {
  const [own] = await findComponents(tables, [id]);
  if (!own) throw notFound('component');
  const path: [ComponentBrief, ...ComponentBrief[]] = [own];
  for (let at = own; at.parentId !== null;) {
    const [parent] = await findComponents(tables, [at.parentId]);
    if (!parent) break;
    path.push(parent);
    at = parent;
  }
  return path;
}

/** Everything that is known about a component: its own lessons, then those of what it is part of; each lesson once. */
export function readHandbook(journal: Journal, caller: Caller, componentId: string): Promise<HandbookOut> {
  return journal.read(caller.viewpoint, async ({ tables }) => {
    const path = await pathUp(tables, componentId);
    const rows = await publishedLessonsOf(
      tables,
      path.map((component) => component.id),
    );
    const lessons = await lessonsOut(tables, rows);
    const nearest = Map.groupBy(lessons, (lesson) => {
      const about = new Set(lesson.components.map((component) => component.id));
      return path.find((component) => about.has(component.id))?.id;
    });
    const sections = path.map((component) => ({ component: component.name, lessons: nearest.get(component.id) ?? [] }));
    return {
      component: componentOut(path[0]),
      lessons: sections.flatMap((section) => section.lessons),
      markdown: handbookMarkdown(
        sections.map((section) => ({
          component: section.component,
          lessons: section.lessons.map(({ reference, title, text, published_at, last_confirmed_at }) => ({
            reference,
            title,
            text,
            publishedAt: published_at === null ? undefined : Date.parse(published_at),
            confirmedAt: last_confirmed_at === null ? undefined : Date.parse(last_confirmed_at),
          })),
        })),
      ),
    };
  });
}
