//! Tests of the whole: reference values, properties, determinism, disclosure, transcripts of errors, the order of the house.

mod bootstrap;
mod completion;
mod coverage;
mod defects;
mod determinism;
mod disclosure;
mod errors;
mod families;
mod house;
mod inputs;
mod memory;
mod mixed;
mod models;
mod plan;
mod population;
mod precision;
mod properties;
mod rand_panel;
mod reference;
mod settlement;
mod simulate;
mod simulation_study;
mod speed;
mod transcripts;
mod variances;
mod worlds;
