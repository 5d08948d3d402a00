# The dashboard as an image: built from the lock file, run by nobody in particular, on a root that may be read-only.
#   docker build -t swp . && docker run --rm -p 8050:8050 --read-only --tmpfs /tmp swp
# Name the base by its digest (python:...@sha256:...) where builds must be the same byte for byte.
ARG BASE=python:3.11.13-slim-bookworm

FROM ${BASE} AS build
ENV UV_PROJECT_ENVIRONMENT=/opt/swp UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
RUN python -m pip install --no-cache-dir --disable-pip-version-check 'uv>=0.9,<1'
WORKDIR /src
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --extra shared --no-install-project
COPY app.py ./
COPY layouts ./layouts
COPY callbacks ./callbacks
COPY geo ./geo
COPY data ./data
COPY assets ./assets
RUN uv sync --frozen --no-dev --extra shared --no-editable

FROM ${BASE}
RUN groupadd --system --gid 10001 swp && useradd --system --uid 10001 --gid swp --no-create-home --shell /usr/sbin/nologin swp \
    && install -d -o swp -g swp /store /state
COPY --from=build /opt/swp /opt/swp
ENV PATH=/opt/swp/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp \
    SWP_HOST=0.0.0.0 SWP_PORT=8050 SWP_LOG=json
USER 10001:10001
EXPOSE 8050
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['SWP_PORT']), timeout=4); c.request('GET', '/health'); assert c.getresponse().status == 200"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["swp"]
CMD ["serve"]
