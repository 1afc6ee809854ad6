"""Whether decks are true and worth a learner's time: lints, proofs, mechanical fixes."""
