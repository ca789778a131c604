create publication "Some";
