create schema keep;
