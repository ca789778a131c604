create publication "Some" with (publish_via_partition_root);
