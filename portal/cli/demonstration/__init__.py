"""The demonstration that is counted, part by part: a function each, which is given the stage."""
