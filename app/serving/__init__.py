"""How the service is served by uvicorn: connections with bounds, workers, signals, and the counts of all workers."""
