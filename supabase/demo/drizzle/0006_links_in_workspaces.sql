ALTER TABLE "links" ADD COLUMN "workspace_id" uuid;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "links_workspace_id_created_at_index" ON "links" USING btree ("workspace_id","created_at" DESC NULLS LAST);