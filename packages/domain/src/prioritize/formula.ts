import type { ThreePoint } from '../statistics/index.ts';

/** One number that a formula asks of a proposal. */
export type InputDefinition = {
  readonly name: string;
  readonly label: string;
  /** What the number counts, for the form: `people`, `person-days`, `0 to 10`. */
  readonly unit: string;
  /** Positive numbers that span factors are drawn split-lognormal, others split-normal. */
  readonly positive: boolean;
  /** Draws are clipped to this range. */
  readonly least: number;
  readonly most: number;
  /** The belief where nobody estimated: wide, in the middle of what is usual; missing never means zero. */
  readonly unknown: ThreePoint;
};

/** A weighted criterion: 0 points at `zeroAt`, 10 at `tenAt` (which is below `zeroAt` where less is better), clipped. */
export type Criterion = {
  readonly name: string;
  readonly label: string;
  /** Share of the score, 0 … 1; a formula's weights add up to 1. */
  readonly weight: number;
  /** Names of inputs whose product is judged. */
  readonly inputs: readonly string[];
  /** `log` where doubling matters the same at every size (its inputs must be positive). */
  readonly scale: 'log' | 'linear';
  readonly zeroAt: number;
  readonly tenAt: number;
};

/** A factor of a product: the sum of its inputs, above or below the line. Inputs must be positive. */
export type Factor = {
  readonly name: string;
  readonly label: string;
  readonly sumOf: readonly string[];
  readonly place: 'above' | 'below';
};

/** How proposals are scored. Data, so that a decision can store which version it used and replay it. */
export type Formula = {
  readonly id: string;
  /** Rises with every change of anything here. */
  readonly version: number;
  readonly label: string;
  readonly inputs: readonly InputDefinition[];
} & (
  | { readonly kind: 'weighted'; readonly criteria: readonly Criterion[] }
  | { readonly kind: 'product'; readonly factors: readonly Factor[] }
);

const reach: InputDefinition = {
  name: 'reach',
  label: 'Reach',
  unit: 'people',
  positive: true,
  least: 0.5,
  most: 1_000_000,
  unknown: { low: 1, likely: 6, high: 60 },
};
const impact: InputDefinition = {
  name: 'impact',
  label: 'Impact on each',
  unit: '0.25 hardly, 0.5 little, 1 some, 2 much, 3 very much',
  positive: true,
  least: 0.1,
  most: 5,
  unknown: { low: 0.3, likely: 0.8, high: 2.5 },
};
const effort: InputDefinition = {
  name: 'effort',
  label: 'Effort',
  unit: 'person-days',
  positive: true,
  least: 0.1,
  most: 10_000,
  unknown: { low: 3, likely: 15, high: 90 },
};
const risk: InputDefinition = {
  name: 'risk',
  label: 'Risk',
  unit: '0 undone in a minute … 10 could hurt everybody',
  positive: false,
  least: 0,
  most: 10,
  unknown: { low: 1, likely: 5, high: 9 },
};
const alignment: InputDefinition = {
  name: 'alignment',
  label: 'Alignment with our principles',
  unit: '−3 against … 3 exactly what we want',
  positive: false,
  least: -3,
  most: 3,
  unknown: { low: -1.5, likely: 0, high: 1.5 },
};
const confidence: InputDefinition = {
  name: 'confidence',
  label: 'Confidence',
  unit: '0 … 1',
  positive: true,
  least: 0.01,
  most: 1,
  unknown: { low: 0.2, likely: 0.5, high: 0.9 },
};

function points(name: string, label: string): InputDefinition {
  return {
    name,
    label,
    unit: '1 … 20',
    positive: true,
    least: 0.5,
    most: 40,
    unknown: { low: 1, likely: 5, high: 18 },
  };
}

/** Value against risk, effort and alignment with architectural direction, 0 … 10 points. The default. */
export const weightedCriteria: Formula = {
  id: 'weighted-criteria',
  version: 1,
  label: 'Weighted criteria',
  kind: 'weighted',
  inputs: [reach, impact, effort, risk, alignment],
  criteria: [
    {
      name: 'value',
      label: 'Value to people',
      weight: 0.4,
      inputs: ['reach', 'impact'],
      scale: 'log',
      zeroAt: 0.25,
      tenAt: 500,
    },
    { name: 'risk', label: 'Risk', weight: 0.2, inputs: ['risk'], scale: 'linear', zeroAt: 10, tenAt: 0 },
    { name: 'effort', label: 'Effort', weight: 0.25, inputs: ['effort'], scale: 'log', zeroAt: 400, tenAt: 0.5 },
    {
      name: 'alignment',
      label: 'Alignment',
      weight: 0.15,
      inputs: ['alignment'],
      scale: 'linear',
      zeroAt: -3,
      tenAt: 3,
    },
  ],
};

/** Reach × impact × confidence ÷ effort (McBride, Intercom, 2016). */
export const rice: Formula = {
  id: 'rice',
  version: 1,
  label: 'RICE',
  kind: 'product',
  inputs: [reach, impact, confidence, effort],
  factors: [
    { name: 'reach', label: 'Reach', sumOf: ['reach'], place: 'above' },
    { name: 'impact', label: 'Impact', sumOf: ['impact'], place: 'above' },
    { name: 'confidence', label: 'Confidence', sumOf: ['confidence'], place: 'above' },
    { name: 'effort', label: 'Effort', sumOf: ['effort'], place: 'below' },
  ],
};

/** Cost of delay (value + time criticality + risk reduction) ÷ job size (Reinertsen 2009, as in SAFe). */
export const wsjf: Formula = {
  id: 'wsjf',
  version: 1,
  label: 'WSJF',
  kind: 'product',
  inputs: [
    points('value', 'Value'),
    points('time_criticality', 'Time criticality'),
    points('risk_reduction', 'Risk reduction or opportunity'),
    points('job_size', 'Job size'),
  ],
  factors: [
    {
      name: 'cost_of_delay',
      label: 'Cost of delay',
      sumOf: ['value', 'time_criticality', 'risk_reduction'],
      place: 'above',
    },
    { name: 'job_size', label: 'Job size', sumOf: ['job_size'], place: 'below' },
  ],
};

/** Impact × confidence × ease, each 1 … 10 (Ellis 2017). */
export const ice: Formula = {
  id: 'ice',
  version: 1,
  label: 'ICE',
  kind: 'product',
  inputs: ['impact', 'confidence', 'ease'].map((name) => ({
    name,
    label: name.charAt(0).toUpperCase() + name.slice(1),
    unit: '1 … 10',
    positive: true,
    least: 0.5,
    most: 10,
    unknown: { low: 2, likely: 5, high: 9 },
  })),
  factors: ['impact', 'confidence', 'ease'].map((name) => ({
    name,
    label: name.charAt(0).toUpperCase() + name.slice(1),
    sumOf: [name],
    place: 'above' as const,
  })),
};

/** The formulas a new workspace has. */
export const formulas: readonly Formula[] = [weightedCriteria, rice, wsjf, ice];
