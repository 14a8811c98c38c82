import type { Alignment, Estimates } from '@hearback/contract/prioritize';
import type { z } from 'zod';
import { alignmentOf, type GivenEstimates } from '@hearback/domain/prioritize';

export type EstimatesIn = z.output<typeof Estimates>;
export type AlignmentIn = z.output<typeof Alignment>;

/** Estimates as the contract names them (with their units) as the frameworks' inputs. */
export function givenEstimates(estimates: EstimatesIn, alignments: readonly AlignmentIn[] = []): GivenEstimates {
  const { reach_people, impact_level, effort_person_days, risk_points, confidence } = estimates;
  const alignment = alignmentOf(alignments.map((one) => one.points));
  return {
    shared: {
      ...(reach_people ? { reach: reach_people } : {}),
      ...(impact_level ? { impact: impact_level } : {}),
      ...(effort_person_days ? { effort: effort_person_days } : {}),
      ...(risk_points ? { risk: risk_points } : {}),
      ...(confidence === undefined ? {} : { confidence: { low: confidence, likely: confidence, high: confidence } }),
      ...(alignment ? { alignment } : {}),
    },
    byFramework: estimates.by_framework ?? [],
  };
}
