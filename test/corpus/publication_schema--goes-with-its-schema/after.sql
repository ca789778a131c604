create publication feed;
