/** A lesson as a handbook prints it; times are milliseconds since 1970-01-01 UTC. */
export type HandbookLesson = {
  readonly reference: string;
  readonly title: string;
  readonly text: string;
  readonly publishedAt: number | undefined;
  readonly confirmedAt: number | undefined;
};

/** The lessons of one component; the first section is of the component that the handbook is about. */
export type HandbookSection = { readonly component: string; readonly lessons: readonly HandbookLesson[] };

/** Lessons as one text to read: the component's own first, then those of what it is part of. Dates are UTC. */
export function handbookMarkdown(sections: readonly HandbookSection[]): string {
  const [own, ...above] = sections;
  const parts = [
    `# Handbook: ${own?.component ?? ''}`,
    ...(own?.lessons ?? []).map(lessonMarkdown),
    ...above
      .filter((section) => section.lessons.length > 0)
      .flatMap((section) => [
        `## From ${section.component}, which it is part of`,
        ...section.lessons.map(lessonMarkdown),
      ]),
  ];
  if (parts.length === 1) parts.push('Nothing was learned about it yet.');
  return `${parts.join('\n\n')}\n`;
}

function lessonMarkdown(lesson: HandbookLesson): string {
  const dates = [
    ...(lesson.publishedAt === undefined ? [] : [`published ${dayOf(lesson.publishedAt)}`]),
    ...(lesson.confirmedAt === undefined ? [] : [`last confirmed ${dayOf(lesson.confirmedAt)}`]),
  ];
  return `### ${lesson.title}\n\n${lesson.text}\n\n*${[lesson.reference, ...dates].join(' · ')}*`;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
