import relations from '../../supabase/figures/relations.sql'

/** The texts of supabase/figures as the Worker's bundle has them. */
export const FIGURES_SQL = { relations }
