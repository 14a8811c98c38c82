// What is known here, found by its words: stages put their things in, and any stage asks what is like a text. It knows no
// stage, never decides that two things are the same, and shows nobody what is restricted to others.
export { forget, index, indexMany, type Thing } from './keep.ts';
export { similar, type SimilarThing, type Sought } from './similar.ts';
