# The version the tests run on. The tags of base images are exact to the patch release and to Debian's.
ARG PYTHON=3.11.13-slim-bookworm

# plotly.js without maps and 3-D: a third of the size. Never committed, so it is fetched here.
FROM node:24.4.1-bookworm-slim AS plotly
# That of the installed plotly package; a test holds the two equal.
ARG PLOTLYJS=4.1.1
# Of the package of that version: another content under its name is refused.
ARG SHA512=a3c1ab15ebac9dcc012316c1ca7449a58e29920541e9c68cf892e9c2b2d86dbb0eedd67c149f9254dd85afe2fb9221bf67ac383f93b426eb3f42be4479f1d57a
WORKDIR /plotly
RUN npm pack "plotly.js-cartesian-dist-min@${PLOTLYJS}" \
    && echo "${SHA512}  plotly.js-cartesian-dist-min-${PLOTLYJS}.tgz" | sha512sum --check \
    && tar -xzf "plotly.js-cartesian-dist-min-${PLOTLYJS}.tgz"

FROM python:${PYTHON} AS build
# The release that brings this plotly.js; held equal by the same test.
ARG PLOTLY=7.1.0
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY optimizers optimizers
COPY templates templates
COPY static static
COPY --from=plotly /plotly/package/plotly-cartesian.min.js static/vendor/
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir ".[redis]" "plotly==${PLOTLY}"
# Once and as small as it gets, so that the service need not; -I: what is installed, not what lies here.
RUN /venv/bin/python -I -m app.precompress

FROM python:${PYTHON}
COPY --from=build /venv /venv
# Kernels for no processor in particular: those compiled here are of use on any other machine.
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    NUMBA_CPU_NAME=generic \
    NUMBA_CACHE_DIR=/var/cache/optimizer-trajectories
RUN useradd --create-home --uid 10001 learner \
    && install --directory --owner=learner "$NUMBA_CACHE_DIR"
USER 10001
WORKDIR /home/learner
RUN python -c "from app.kernels import prepare; list(prepare())"
# A volume is writable, and holds the kernels, even where the rest is mounted read-only.
VOLUME ["/var/cache/optimizer-trajectories"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["optimizer-trajectories", "--host", "0.0.0.0"]
