/** English words that say nothing about what a text is about. Negations stay in the list: cosine cannot use them. */
export const stopWords: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are aren as at be because been before being below between both but by
can cannot could couldn did didn do does doesn doing don down during each etc few for from further get gets got had hadn has hasn
have haven having he her here hers herself him himself his how however i if in into is isn it its itself just ll let like may me
might more most much must mustn my myself no nor not now of off on once one only or other our ours ourselves out over own please
re same shan she should shouldn since so some such than that the their theirs them themselves then there these they this those
through to too under until up upon us use used using ve very via was wasn we well were weren what when where which while who whom
why will with within without won would wouldn yes yet you your yours yourself yourselves`
    .split(/\s+/u)
    .filter((word) => word !== ''),
);
