ALTER TABLE "files" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "workspaces" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "owners keep their files" ON "files" AS PERMISSIVE FOR ALL TO "authenticated" USING ("files"."owner_id" = (select auth.uid())) WITH CHECK ("files"."owner_id" = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "owners keep their links" ON "links" AS PERMISSIVE FOR ALL TO "authenticated" USING ("links"."owner_id" = (select auth.uid())) WITH CHECK ("links"."owner_id" = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "members read their workspaces" ON "workspaces" AS PERMISSIVE FOR SELECT TO "authenticated" USING (exists (select from workspace_members m where m.workspace_id = "workspaces"."id" and m.user_id = (select auth.uid())));