"""Running the pipeline: over the files of one machine, page by page in processes, with kept readings and ids."""
